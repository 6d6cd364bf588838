export const appScript = `
import { control, troubleWith } from "./controls.js";
import { draw, fill } from "./dom.js";
import { keptList } from "./list.js";
import { drawMail } from "./mail.js";
import { keepFresh } from "./refresh.js";
import { drawRow } from "./row.js";
import { nameOf, reasons } from "./words.js";

const find = (selector) => document.querySelector(selector);
const rows = find("[data-rows]");
const reading = find("[data-reading]");
const panes = find("[data-panes]");
const showRows = keptList(rows, ({ id }) => id);
const asked = new URLSearchParams(location.search);

let state = { mailboxes: [], mails: [], older: 0 };
let here = asked.get("mailbox") ?? "";
let openId = asked.get("mail") ?? "";
let shown;
let seen;

function show() {
  const { mailboxes, mails, older } = state;
  fill(find("[data-mailbox]"), [["", "Everybody’s mail"], ...mailboxes.map(({ address, name }) => [address, name ? name + " — " + address : address])], here);
  const unread = mails.filter(({ read }) => !read).length;
  find("[data-count]").textContent = mails.length === 0 ? "" : "Inbox" + (unread > 0 ? ", " + unread + " unread" : "") + (older > 0 ? ", " + older + " older not shown" : "");
  document.title = (unread > 0 ? "(" + unread + ") " : "") + "Mail (stand-in for SendGrid)";
  showRows(mails.map((mail) => ({ ...mail, isOpen: mail.id === openId, showsTo: here === "" })), (mail) => drawRow(mail, open), "");
  const empty = find("[data-empty]");
  empty.hidden = mails.length > 0;
  empty.textContent = "No mail yet. It shows here the moment it is sent.";
  drawBanner(mailboxes.filter(({ address, suppressed }) => suppressed && (here === "" || address === here)));
  drawReading(mails.find(({ id }) => id === openId));
  announce(mails);
}

function drawBanner(suppressed) {
  const banner = find("[data-banner]");
  const key = JSON.stringify(suppressed);
  if (banner.dataset.key === key) return;
  banner.dataset.key = key;
  banner.replaceChildren(...suppressed.map(({ address, suppressed: why }) => draw("span", { class: "suppressed" },
    draw("span", {}, "Nothing is delivered to ", draw("bdi", {}, address), " any more: ", reasons[why], "."),
    draw("button", { type: "button", click: () => control("lift", { address }) }, "Deliver again"))));
}

function drawReading(mail) {
  if (mail?.id !== shown?.id) {
    shown = mail && { id: mail.id, ...drawMail(mail, { back, act: (...given) => act(mail, ...given), followed: (url) => control("follow", { id: mail.id, url }).catch(() => undefined) }) };
    reading.replaceChildren(shown?.element ?? draw("p", { class: "empty" }, "Choose a mail to read it."));
    reading.scrollTop = 0;
    if (mail && !mail.read) control("read", { id: mail.id }).catch(() => undefined);
  }
  panes.toggleAttribute("data-open", mail !== undefined);
  if (mail) shown.update(mail.events);
}

/** New mail is told to whoever cannot see it come. */
function announce(mails) {
  const fresh = mails.filter(({ id }) => seen && !seen.has(id));
  seen = new Set([...(seen ?? []), ...mails.map(({ id }) => id)]);
  for (const { id } of fresh) rowOf(id)?.parentElement.classList.add("fresh");
  if (fresh.length > 0) find("[data-news]").textContent = fresh.length === 1 ? "New mail from " + nameOf(fresh[0].from) + ": " + fresh[0].subject : fresh.length + " new mails";
}

function open(id) {
  openId = id;
  remember();
  show();
  shown?.focus();
}

function back() {
  const from = openId;
  openId = "";
  remember();
  show();
  rowOf(from)?.focus();
}

async function act(mail, name, button, result) {
  const label = button.textContent;
  button.setAttribute("aria-busy", "true");
  const outcome = await control(name, { id: mail.id }).catch((error) => ({ via: "http", status: null, error: error.message }));
  button.removeAttribute("aria-busy");
  const trouble = troubleWith(outcome);
  result.classList.toggle("bad", trouble !== undefined);
  result.textContent = trouble ? "“" + label + "” was not heard. " + trouble : "“" + label + "”: the app was told, and answered " + outcome.status + ".";
}

function remember() {
  const query = new URLSearchParams();
  if (here) query.set("mailbox", here);
  if (openId) query.set("mail", openId);
  history.replaceState(null, "", "?" + query);
}

function rowOf(id) {
  return [...rows.querySelectorAll("[data-id]")].find((row) => row.dataset.id === id);
}

find("[data-mailbox]").addEventListener("change", ({ target }) => {
  here = target.value;
  openId = "";
  seen = undefined;
  remember();
  refresh();
});
rows.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const all = [...rows.querySelectorAll("[data-id]")];
  const next = all[all.indexOf(document.activeElement) + step];
  if (next) { event.preventDefault(); next.focus(); }
});
reading.addEventListener("keydown", ({ key }) => key === "Escape" && back());

const refresh = keepFresh(
  async () => {
    state = await (await fetch("/_stand-in/state" + (here ? "?mailbox=" + encodeURIComponent(here) : ""))).json();
    show();
  },
  () => undefined,
);
`;
