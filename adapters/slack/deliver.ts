import type { types } from "@slack/bolt";
import {
  type Adapter,
  type CardLook,
  createChannelDeliver,
  type EscalationNotice,
  type Log,
} from "../../core/index.ts";
import { announcement } from "./announcement.ts";
import { bareCard, card, type Rendered } from "./card.ts";
import { line } from "./line.ts";
import { mirror } from "./mirror.ts";
import type { Post } from "./post.ts";
import { messageAt } from "./refs.ts";
import { cutEscaped } from "./text.ts";

/** Makes each delivery's post or edit; how it reaches Slack is decided in post.ts. */
export function createDeliver(post: Post, publicUrl: string, log: Log): Adapter["deliver"] {
  return createChannelDeliver({
    platform: "Slack",
    log,
    line,
    mirror,
    announcement: (event) => announcement(event, publicUrl),
    apart: ({ text, blocks }, notice) => ({
      text: `${cutEscaped(notice.reference, 80)} · ${text}`,
      blocks: [belongsTo(notice), ...blocks],
    }),
    say(said, { thread, ...carrying }) {
      const drafts: [Rendered, Rendered] = [said, { text: said.text, blocks: [] }];
      const saying = { ...carrying, drafts };
      return thread ? post.reply({ ...saying, thread: messageAt(thread).ts }) : post.send(saying);
    },
    postCard: ({ notice, look, ...carrying }) => post.send({ ...carrying, drafts: drafts(notice, look) }),
    editCard: ({ notice, look, ...carrying }) =>
      post.edit({ ...carrying, drafts: drafts(notice, look), seq: notice.seq }),
  });
}

/** What is tried, one after the other, as long as Slack refuses the one before it. */
function drafts(notice: EscalationNotice, look: CardLook) {
  return [card(notice, look), card(notice, { ...look, brief: true }), bareCard(notice, look)] as const;
}

function belongsTo({ reference }: EscalationNotice): types.ContextBlock {
  return { type: "context", elements: [{ type: "plain_text", text: reference, emoji: false }] };
}
