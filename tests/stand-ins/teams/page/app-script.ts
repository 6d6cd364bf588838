export const appScript = `
import { composer, control, troubleWith } from "./controls.js";
import { draw, fill } from "./dom.js";
import { keepAtEnd, messageList } from "./list.js";
import { drawThread } from "./post.js";
import { keepFresh } from "./refresh.js";

const find = (selector) => document.querySelector(selector);
const posts = find("[data-posts]");
const showThreads = messageList(posts, ({ root }) => root);
const threads = new Map();
const unread = new Set();
const asked = new URLSearchParams(location.search);

let state = { bot: {}, people: [], teams: [], channels: [], chats: [], views: [] };
let here = asked.get("channel");
let me = asked.get("as");

const names = {
  isBot: (id) => id === state.bot.id,
  get known() { return [state.bot, ...state.people].map(({ name }) => "@" + name); },
  /** Splits a line at everybody's @name. */
  get mentions() { return new RegExp("(" + names.known.map((name) => name.replace(/[^\\p{L}\\p{N}@ ]/gu, ".")).join("|") + ")", "i"); },
  isMention: (piece) => names.known.some((name) => name.toLowerCase() === piece.toLowerCase()),
};

function show() {
  const place = [...state.channels, ...state.chats].find(({ id }) => id === here);
  const team = state.teams.find(({ id }) => id === place?.team);
  find("[data-place-title]").textContent = place ? titleOf(place) : "";
  find("[data-tile]").textContent = initials(team?.name ?? "Chat");
  newPost.placeholder = place?.person ? "Type a message" : "Start a post. “@" + (state.bot.name ?? "") + " help” asks the bot.";
  drawPlaces();
  fill(find("[data-acting-as]"), state.people.map(({ id, name }) => [id, name]), me);
  const views = state.views.filter(({ person }) => person === me);
  const messages = (place?.messages ?? []).map((message) => {
    const view = views.find(({ activityId }) => activityId === message.activityId);
    return view ? { ...message, view } : message;
  });
  const roots = messages.filter(({ activityId, root }) => activityId === root);
  keepAtEnd(posts, () => {
    showThreads(roots.map(({ root }) => ({ root })), ({ root }) => threadOf(root).element, place ? "Nothing was posted here yet." : "No channel yet.");
    for (const { root } of roots) threadOf(root).update(messages.filter((message) => message.root === root));
  });
}

function threadOf(root) {
  if (!threads.has(root)) threads.set(root, drawThread({ names, press, reply: (line) => say(line, root) }));
  return threads.get(root);
}

function drawPlaces() {
  const groups = [
    ...state.teams.filter(({ deleted }) => !deleted).map((team) => ({
      title: team.name + (team.archived ? " (archived)" : ""),
      places: state.channels.filter((channel) => channel.team === team.id && !channel.deleted),
    })),
    { title: "Chat", places: state.chats },
  ].filter(({ places }) => places.length > 0);
  find("[data-places]").replaceChildren(...groups.map(({ title, places }) => [
    draw("h2", {}, draw("span", { class: "tile", "aria-hidden": "true" }, initials(title)), title),
    draw("ul", {}, places.map((place) => draw("li", {}, draw("button", {
      type: "button", "data-place-id": place.id, "aria-current": place.id === here && "true",
      "data-unread": unread.has(place.id) && place.id !== here, click: () => visit(place.id),
    }, titleOf(place))))),
  ]).flat());
  fill(find("[data-place-select]"), groups.flatMap(({ places }) => places).map((place) => [place.id, titleOf(place)]), here);
}

function titleOf({ name, person }) {
  return name ?? state.people.find(({ id }) => id === person)?.name + " and " + state.bot.name;
}

function initials(name) {
  return name.split(" ").map((part) => [...part][0] ?? "").slice(0, 2).join("").toUpperCase();
}

async function press(message, { verb, inputs, button, frame }) {
  frame.parentElement.querySelector(".trouble")?.remove();
  frame.setAttribute("aria-busy", "true");
  button?.setAttribute("aria-busy", "true");
  const outcome = await control("press", { channel: here, activityId: message.activityId, verb, inputs, user: me })
    .catch((error) => ({ via: "http", status: null, error: error.message }));
  frame.removeAttribute("aria-busy");
  button?.removeAttribute("aria-busy");
  const trouble = troubleWith(outcome);
  if (trouble) frame.after(draw("p", { class: "trouble", role: "alert" }, "Something went wrong. Please try again. (" + trouble + ")"));
}

async function say(text, thread) {
  const notice = find("[data-notice]");
  notice.textContent = "";
  const { outcome } = await control("say", { channel: here, user: me, text, thread })
    .catch((error) => ({ outcome: { via: "http", status: null, error: error.message } }));
  const trouble = outcome && troubleWith(outcome);
  if (trouble) notice.textContent = state.bot.name + " was not reached. " + trouble;
}

function visit(place) {
  here = place;
  unread.delete(place);
  find("[data-notice]").textContent = "";
  remember();
  refresh();
}

function remember() {
  const query = new URLSearchParams({ channel: here ?? "" });
  if (me) query.set("as", me);
  history.replaceState(null, "", "?" + query);
}

const refresh = keepFresh(
  async () => {
    state = await (await fetch("/_stand-in/state" + (here ? "?channel=" + encodeURIComponent(here) : ""))).json();
    me ??= state.people[0]?.id;
    const first = state.channels.at(-1);
    if (here === null && first) {
      here = first.id;
      refresh();
    }
    show();
  },
  ({ channel }) => {
    if (channel !== here) unread.add(channel);
  },
);

const newPost = composer(find("[data-composer]"), (line) => say(line));
find("[data-place-select]").addEventListener("change", ({ target }) => visit(target.value));
find("[data-acting-as]").addEventListener("change", ({ target }) => { me = target.value; remember(); show(); });
`;
