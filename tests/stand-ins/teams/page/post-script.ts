export const postScript = `
import { drawCard } from "./card.js";
import { composer } from "./controls.js";
import { draw } from "./dom.js";
import { messageList } from "./list.js";
import { drawMarkdown } from "./markdown.js";

/** A thread: the post, its replies, and a way to reply. Call update whenever any of it changed. */
export function drawThread({ names, press, reply }) {
  const root = draw("div", { class: "root" });
  const replies = draw("div", { class: "replies" });
  const element = draw("section", { class: "post" }, root, replies, replyBox(reply));
  const idOf = ({ activityId }) => activityId;
  const showRoot = messageList(root, idOf);
  const showReplies = messageList(replies, idOf);
  const draws = (message) => drawMessage(message, { names, press });
  return {
    element,
    update(messages) {
      showRoot(messages.slice(0, 1), draws, "");
      showReplies(messages.slice(1), draws, "");
    },
  };
}

function replyBox(reply) {
  const box = draw("div", { class: "reply" });
  const opener = draw("button", { type: "button", click: () => open() }, "↩ Reply");
  const form = draw("form", { class: "composer" },
    draw("textarea", { rows: 1, "aria-label": "Reply", placeholder: "Reply", autocomplete: "off" }),
    draw("button", { type: "submit" }, "Reply"));
  const text = composer(form, (line) => { close(); reply(line); });
  text.addEventListener("keydown", ({ key }) => key === "Escape" && close());
  const open = () => { box.replaceChildren(form); text.focus(); };
  const close = () => box.replaceChildren(opener);
  close();
  return box;
}

function drawMessage(message, { names, press }) {
  const { activityId, from, view } = message;
  const card = view?.card ?? message.card;
  return draw("article", { class: "message", "data-activity-id": activityId, "data-view": view !== undefined },
    avatar(from.name, names.isBot(from.id)),
    draw("div", {},
      draw("div", { class: "byline" },
        draw("strong", {}, from.name),
        draw("time", { datetime: message.at }, clock(message.at)),
        message.edits > 0 && !message.deleted && draw("span", { class: "edited" }, "Edited")),
      message.deleted ? draw("div", { class: "text deleted" }, "This message has been deleted.") : [
        message.text && drawText(message, names),
        card && drawCard(card, (pressed) => press(message, pressed)),
        view?.text && draw("p", { class: "said", role: "status" }, view.text),
      ]));
}

function drawText({ text, textFormat }, names) {
  if (textFormat === "markdown") return drawMarkdown(text);
  const pieces = textFormat === "xml" ? [text.replace(/<[^>]*>/g, "")] : text.split(names.mentions);
  return draw("div", { class: "text plain" },
    pieces.map((piece) => (names.isMention(piece) ? draw("span", { class: "mention" }, piece.slice(1)) : piece)));
}

function avatar(name, isBot) {
  const hue = [...name].reduce((sum, letter) => (sum * 137 + letter.codePointAt(0)) % 360, 11);
  const initials = name.split(" ").map((part) => [...part][0]).slice(0, 2).join("");
  const element = draw("div", { class: isBot ? "avatar app" : "avatar", "aria-hidden": "true" }, isBot ? "🛎️" : initials);
  element.style.background = isBot ? "linear-gradient(140deg, #5b5fc7, #2f3280)" : "hsl(" + hue + " 42% 40%)";
  return element;
}

function clock(at) {
  return new Date(at).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
}
`;
