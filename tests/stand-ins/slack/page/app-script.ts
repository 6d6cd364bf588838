export const appScript = String.raw`
import { confirmed } from "./confirm.js";
import { composer, control, troubleWith } from "./controls.js";
import { draw, fill } from "./dom.js";
import { keepFresh } from "./refresh.js";
import { messageList } from "./list.js";
import { drawMessage } from "./message.js";

const find = (selector, inside = document) => inside.querySelector(selector);
const channelPane = find('[data-pane="channel"]');
const threadPane = find('[data-pane="thread"]');
const showChannel = messageList(find("[data-messages]", channelPane), ({ ts }) => ts);
const showThread = messageList(find("[data-messages]", threadPane), ({ ts }) => ts);
const asked = new URLSearchParams(location.search);

let state = { team: {}, bot: {}, people: [], channels: [], ephemerals: [] };
let here = asked.get("channel");
let thread = asked.get("thread");
let me = asked.get("as");
const dismissed = new Set();
const unread = new Set();
let notices = [];

const names = {
  person: (id) => (id === state.bot.userId ? state.bot.name : state.people.find((person) => person.id === id)?.name) ?? id ?? "someone",
  channel: (id) => state.channels.find((channel) => channel.id === id)?.name ?? id,
};

function show() {
  const channel = state.channels.find(({ id }) => id === here);
  const everything = channel?.messages ?? [];
  find("[data-team]").textContent = state.team.name ?? "";
  find("[data-channel-title]").textContent = channel ? "# " + channel.name : "";
  channelText.placeholder = channel ? "Message #" + channel.name : "";
  drawChannels();
  drawPeople();
  const mine = [...state.ephemerals, ...notices]
    .filter((notice) => notice.channel === here && notice.user === me && !dismissed.has(notice.ts))
    .map((notice) => ({ ...notice, ephemeral: true, bot_id: "app", user: state.bot.userId }));
  const parent = everything.find(({ ts }) => ts === thread);
  const isReply = ({ ts, thread_ts }) => thread_ts !== undefined && thread_ts !== ts;
  showChannel(
    inOrder([...everything.filter((message) => !isReply(message) || message.subtype === "thread_broadcast"), ...mine.filter((notice) => !isReply(notice))]),
    (message) => draws(message, message.ephemeral ? undefined : () => open(message.thread_ts ?? message.ts)),
    channel ? "No messages yet." : "No channel yet.",
  );
  threadPane.hidden = parent === undefined;
  document.body.classList.toggle("in-thread", parent !== undefined);
  if (parent) showThread(inOrder([...everything, ...mine].filter(({ ts, thread_ts }) => ts === thread || thread_ts === thread)), (message) => draws(message), "");
}

const inOrder = (messages) => messages.sort((a, b) => (a.ts < b.ts ? -1 : 1));
const draws = (message, openThread) => drawMessage(message, { names, press, openThread, dismiss: () => { dismissed.add(message.ts); show(); } });

function drawChannels() {
  find("[data-channels]").replaceChildren(...state.channels.map(({ id, name, isPrivate, archived }) =>
    draw("li", {}, draw("button", {
      type: "button", "data-channel-id": id, "aria-current": id === here && "true", "data-unread": unread.has(id) && id !== here,
      click: () => visit(id),
    }, (isPrivate ? "🔒 " : "# ") + name + (archived ? " (archived)" : "")))));
  fill(find("[data-channel-select]"), state.channels.map(({ id, name }) => [id, "# " + name]), here);
}

function drawPeople() {
  fill(find("[data-acting-as]"), state.people.map(({ id, name }) => [id, name]), me);
}

async function press(message, element, button) {
  if (!(await confirmed(element))) return;
  const card = button.closest("[data-message-ts]");
  card.querySelector(".trouble")?.remove();
  button.setAttribute("aria-busy", "true");
  const outcome = await control("click", { channel: here, ts: message.ts, actionId: element.action_id, value: element.value, user: me })
    .catch((error) => ({ via: "http", status: null, error: error.message }));
  button.removeAttribute("aria-busy");
  const trouble = troubleWith(outcome);
  if (trouble) button.closest(".block").append(draw("p", { class: "trouble", role: "alert" }, "⚠️ " + trouble));
}

async function send(line, threadTs) {
  const [, command, text] = /^(\/\S+)\s*([\s\S]*)$/.exec(line) ?? [];
  try {
    if (command === undefined) await control("say", { channel: here, user: me, text: line, threadTs });
    else notify(troubleWith(await control("command", { command, text, channel: here, user: me })), command);
  } catch (error) {
    notify(error.message, line);
  }
}

function notify(trouble, about) {
  if (trouble === undefined) return;
  const ts = (Date.now() / 1000).toFixed(6);
  notices.push({ ts, channel: here, user: me, text: about.replace(/[&<>*_~:\x60]/g, "") + " failed. " + trouble });
  show();
}

function open(ts) {
  thread = ts;
  remember();
  show();
}

function visit(channel) {
  here = channel;
  thread = null;
  unread.delete(channel);
  remember();
  refresh();
}

function remember() {
  const query = new URLSearchParams({ channel: here ?? "" });
  if (thread) query.set("thread", thread);
  if (me) query.set("as", me);
  history.replaceState(null, "", "?" + query);
}

const refresh = keepFresh(
  async () => {
    state = await (await fetch("/_stand-in/state" + (here ? "?channel=" + encodeURIComponent(here) : ""))).json();
    me ??= state.people[0]?.id;
    if (here === null && state.channels[0]) {
      here = state.channels[0].id;
      refresh();
    }
    show();
  },
  ({ channel }) => {
    if (channel !== here) unread.add(channel);
  },
);

const channelText = composer(find("[data-composer]", channelPane), (line) => send(line));
composer(find("[data-composer]", threadPane), (line) => send(line, thread));
find("[data-close-thread]").addEventListener("click", () => open(null));
find("[data-channel-select]").addEventListener("change", ({ target }) => visit(target.value));
find("[data-acting-as]").addEventListener("change", ({ target }) => { me = target.value; remember(); show(); });
`;
