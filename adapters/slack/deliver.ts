import { type Adapter, type CardLook, createChannelDeliver, type EscalationNotice } from "../../core/index.ts";
import { announcement } from "./announcement.ts";
import { card } from "./card.ts";
import { line } from "./line.ts";
import { mirror } from "./mirror.ts";
import type { Post } from "./post.ts";
import { messageAt } from "./refs.ts";

/** Makes each delivery's post or edit; how it reaches Slack is decided in post.ts. */
export function createDeliver(post: Post, publicUrl: string): Adapter["deliver"] {
  return createChannelDeliver({
    platform: "Slack",
    line,
    mirror,
    announcement: (event) => announcement(event, publicUrl),
    say: (rendered, { thread, ...carrying }) =>
      post.send({ ...carrying, rendered, thread: thread && messageAt(thread).ts }),
    postCard: ({ notice, look, ...carrying }) => post.send({ ...carrying, ...drawn(notice, look), thread: null }),
    editCard: ({ notice, look, ...carrying }) => post.edit({ ...carrying, ...drawn(notice, look), seq: notice.seq }),
  });
}

function drawn(notice: EscalationNotice, look: CardLook) {
  return { rendered: card(notice, look), brief: card(notice, { ...look, brief: true }) };
}
