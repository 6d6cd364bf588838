export const appScript = `
import { draw } from "./dom.js";
import { prettyJson } from "./json.js";
import { messageList } from "./list.js";
import { keepFresh } from "./refresh.js";

const find = (selector) => document.querySelector(selector);
const show = messageList(find("[data-deliveries]"), ({ number }) => String(number));
const open = new Set();

const look = async () => {
  const state = await (await fetch("/_stand-in/state")).json();
  find("[data-hook-url]").textContent = state.hookUrl;
  find("[data-count]").textContent = state.count === 0 ? "" : state.count === 1 ? "1 received" : state.count + " received";
  show(state.received.toReversed(), drawDelivery, "Nothing has arrived yet. Ask for a human in the chat, and see the event here.");
};

function drawDelivery(delivery) {
  const { number, at, event, id, headers, raw, json, verdict, status, misdeed } = delivery;
  const attempt = Number(headers["webhook-attempt"] ?? 1);
  return draw("details", {
      class: "delivery", open: open.has(number) || number === 1, "data-number": number,
      toggle: ({ target }) => (target.open ? open.add(number) : open.delete(number)),
    },
    draw("summary", {},
      draw("strong", {}, event ?? "not an event"),
      draw("span", { class: "verdict", "data-verdict": verdict === "verified" ? "good" : "bad" }, verdict),
      attempt > 1 && draw("span", { class: "attempt" }, "attempt " + attempt),
      draw("span", { class: "answer" }, answered(status, misdeed)),
      draw("time", { datetime: at }, new Date(at).toLocaleTimeString("en-GB"))),
    draw("p", { class: "id" }, id ?? ""),
    draw("pre", { tabindex: "0", "aria-label": "Body" }, json === undefined ? raw : prettyJson(json)),
    draw("dl", { "aria-label": "Headers" }, Object.entries(headers).flatMap(([name, value]) => [draw("dt", {}, name), draw("dd", {}, value)])));
}

function answered(status, misdeed) {
  return (status === null ? "not answered" : "answered " + status) + (misdeed ? " (" + misdeed.replaceAll("_", " ") + ")" : "");
}

keepFresh(look, () => {});
`;
