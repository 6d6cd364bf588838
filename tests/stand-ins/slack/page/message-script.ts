export const messageScript = `
import { drawBlocks } from "./blocks.js";
import { draw } from "./dom.js";
import { emoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";

/** One message, or one notice that a single person sees. */
export function drawMessage(message, { names, press, openThread, dismiss }) {
  const isApp = message.bot_id !== undefined;
  const body = message.blocks ? drawBlocks(message.blocks, names, (...pressed) => press(message, ...pressed)) : [];
  const element = draw("article",
    {
      class: ["message", message.ephemeral && "ephemeral", openThread && "opens"].filter(Boolean).join(" "),
      "data-message-ts": message.ts,
      "data-user": message.ephemeral ? undefined : message.user,
      "data-ephemeral": message.ephemeral,
      click: openThread && ((event) => { if (!event.target.closest("a, button") && getSelection().isCollapsed) openThread(); }),
    },
    message.ephemeral && draw("div", { class: "only-you" }, "Only visible to you · ",
      draw("button", { type: "button", class: "quiet small", click: dismiss }, "Dismiss")),
    avatar(names.person(message.user), isApp),
    draw("div", {},
      draw("div", { class: "byline" },
        draw("strong", {}, names.person(message.user)),
        isApp && draw("span", { class: "badge" }, "APP"),
        time(message.ts)),
      body.length > 0 ? body : draw("div", { class: "text" }, mrkdwn(message.text, names)),
      message.edited && draw("span", { class: "edited" }, "(edited)"),
      message.reactions && draw("div", { class: "reactions" }, message.reactions.map(({ name, count }) => draw("span", { title: name }, emoji(name) + " " + count))),
      openThread && draw("button", { type: "button", class: message.reply_count ? "replies" : "replies none", "data-open-thread": true, click: openThread }, ...replies(message))));
  return element;
}

function replies({ reply_count: count, latest_reply: latest }) {
  if (!count) return ["Reply in thread"];
  return [count + (count === 1 ? " reply" : " replies"), " ", draw("span", {}, "last at " + clock(latest))];
}

function avatar(name, isApp) {
  const hue = [...name].reduce((sum, letter) => (sum * 137 + letter.codePointAt(0)) % 360, 7);
  const element = draw("div", { class: "avatar", "aria-hidden": "true" }, isApp ? "🛎️" : [...name][0]);
  element.style.background = isApp ? "linear-gradient(140deg, #2b59ff, #17327a)" : "hsl(" + hue + " 45% 42%)";
  return element;
}

function time(ts) {
  return draw("time", { datetime: new Date(Number(ts) * 1000).toISOString() }, clock(ts));
}

function clock(ts) {
  return new Date(Number(ts) * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}
`;
