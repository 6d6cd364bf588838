import { type Adapter, createChannelDeliver, cutText, type Log } from "../../core/index.ts";
import { announcement } from "./announcement.ts";
import { cardDrafts } from "./card.ts";
import type { Sent } from "./connector.ts";
import { line } from "./line.ts";
import { mirror } from "./mirror.ts";
import type { Post } from "./post.ts";
import { threadOf } from "./refs.ts";

/** What is left of a message that Teams refused as a whole. */
const briefly = 500;

/** Makes each delivery's post or edit; how it reaches Teams is decided in post.ts. */
export function createDeliver(post: Post, publicUrl: string, log: Log): Adapter["deliver"] {
  return createChannelDeliver<Sent>({
    platform: "Teams",
    log,
    line,
    mirror,
    announcement: (event) => announcement(event, publicUrl),
    apart: (said, { reference }) => ({ ...said, text: `${reference} · ${said.text}` }),
    say(said, { thread, ...carrying }) {
      const saying = { ...carrying, drafts: [again(said), again(brief(said))] } as const;
      return thread ? post.reply({ ...saying, thread: threadOf(thread) }) : post.send(saying);
    },
    postCard: ({ notice, look, ...carrying }) => post.send({ ...carrying, drafts: cardDrafts(notice, look) }),
    editCard: ({ notice, look, ...carrying }) => post.edit({ ...carrying, drafts: cardDrafts(notice, look) }),
  });
}

function brief({ text = "" }: Sent): Sent {
  const said = cutText(text, briefly);
  return { type: "message", textFormat: "plain", text: said };
}

/** A second copy says that it is one. */
function again(said: Sent) {
  return (isAgain: boolean): Sent =>
    isAgain ? { ...said, text: `${said.text} (sent again: the first copy may be above)` } : said;
}
