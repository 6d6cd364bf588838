import { type Adapter, createChannelDeliver } from "../../core/index.ts";
import { announcement } from "./announcement.ts";
import { card } from "./card.ts";
import type { Sent } from "./connector.ts";
import { line } from "./line.ts";
import { mirror } from "./mirror.ts";
import type { Post } from "./post.ts";
import { threadOf } from "./refs.ts";

/** Makes each delivery's post or edit; how it reaches Teams is decided in post.ts. */
export function createDeliver(post: Post, publicUrl: string): Adapter["deliver"] {
  return createChannelDeliver<Sent>({
    platform: "Teams",
    line,
    mirror,
    announcement: (event) => announcement(event, publicUrl),
    say: (said, { thread, ...carrying }) =>
      post.send({ ...carrying, draw: again(said), thread: thread && threadOf(thread) }),
    postCard: ({ notice, look, ...carrying }) =>
      post.send({ ...carrying, draw: (isAgain) => card(notice, { ...look, again: isAgain }), thread: null }),
    editCard: ({ notice, look, ...carrying }) => post.edit({ ...carrying, sent: card(notice, look) }),
  });
}

/** A second copy says that it is one. */
function again(said: Sent) {
  return (isAgain: boolean): Sent =>
    isAgain ? { ...said, text: `${said.text} (sent again: the first copy may be above)` } : said;
}
