export const mailScript = `
import { draw } from "./dom.js";
import { linkedText } from "./linked-text.js";
import { clock, happened, moment, nameOf, spelled } from "./words.js";

/** The reading pane. What stays the same is left alone, so that an open fold or a selected word survives what happens to the mail. */
export function drawMail(mail, { back, act, followed }) {
  const events = draw("ol", { class: "events", "aria-label": "What became of it" });
  const result = draw("p", { class: "result", role: "status" });
  const subject = draw("h2", { class: "subject", dir: "auto", tabindex: -1 }, mail.subject || "(no subject)");
  const acts = [["bounce", "Bounces", "The address does not exist"], ["block", "Mailbox full", "A soft bounce: it may work again later"], ["reportSpam", "Report as spam", "Whoever got it pressed the button for that"]];
  const element = draw("article", { class: "mail", "data-mail": mail.id },
    draw("div", { class: "bar" },
      draw("button", { type: "button", class: "back", click: back }, draw("span", { "aria-hidden": "true" }, "‹ "), "All mails"),
      draw("div", { class: "acts", role: "group", "aria-label": "What happens to this mail" },
        acts.map(([name, label, title]) => draw("button", { type: "button", title, click: ({ currentTarget }) => act(name, currentTarget, result) }, label)))),
    result,
    subject,
    draw("div", { class: "people" },
      avatar(mail.from),
      draw("div", {},
        draw("div", { class: "from" }, draw("bdi", { class: "name" }, nameOf(mail.from)), mail.from.name && draw("bdi", { class: "address" }, mail.from.email)),
        draw("div", { class: "to" }, "to ", draw("bdi", {}, [...mail.to, ...mail.cc, ...mail.bcc].map(spelled).join(", ")))),
      draw("time", { datetime: mail.at, title: moment(mail.at) }, clock(mail.at))),
    draw("details", { class: "headers" }, draw("summary", {}, "Headers"), draw("dl", {}, headersOf(mail).map(([name, value]) => [
      draw("dt", {}, name), draw("dd", { dir: "auto" }, value)]))),
    draw("div", { class: "text" }, mail.text ? linkedText(mail.text, followed) : draw("p", { class: "none" }, "This mail has no plain text.")),
    events);

  return {
    element,
    focus: () => subject.focus({ preventScroll: true }),
    update(now) {
      if (events.childElementCount === now.length) return;
      events.replaceChildren(...now.map((event) => draw("li", { "data-event": event.event },
        draw("strong", {}, happened(event)), " ", draw("time", {}, new Date(event.timestamp * 1000).toLocaleTimeString()),
        (event.reason ?? event.response) && draw("span", { class: "why", dir: "auto" }, event.reason ?? event.response))));
    },
  };
}

function headersOf({ from, to, cc, replyTo, subject, at, headers, customArgs, categories }) {
  return [
    ["From", spelled(from)],
    ["To", to.map(spelled).join(", ")],
    ...(cc.length ? [["Cc", cc.map(spelled).join(", ")]] : []),
    ...(replyTo ? [["Reply-To", spelled(replyTo)]] : []),
    ["Subject", subject],
    ["Date", new Date(at).toUTCString()],
    ...Object.entries(headers),
    ...Object.entries(customArgs).map(([name, value]) => ["custom_args." + name, value]),
    ...(categories.length ? [["categories", categories.join(", ")]] : []),
  ];
}

function avatar(from) {
  const name = nameOf(from);
  const hue = [...name].reduce((sum, letter) => (sum * 137 + letter.codePointAt(0)) % 360, 11);
  const element = draw("div", { class: "avatar", "aria-hidden": "true" }, ([...name.trim()][0] ?? "?").toUpperCase());
  element.style.background = "hsl(" + hue + " 45% 38%)";
  return element;
}
`;
