export const rowScript = `
import { draw } from "./dom.js";
import { clock, happened, nameOf, trouble } from "./words.js";

/** One mail in the list. */
export function drawRow(mail, open) {
  const bad = trouble(mail);
  return draw("li", {}, draw("button", {
    type: "button", class: "row", "data-id": mail.id, "data-action-id": "open", "data-unread": !mail.read, "aria-current": mail.isOpen && "true",
    click: () => open(mail.id),
  },
    draw("span", { class: "who" },
      !mail.read && draw("span", { class: "dot" }, draw("span", { class: "hidden" }, "Unread: ")),
      draw("bdi", { class: "name" }, nameOf(mail.from)),
      bad && draw("span", { class: "tag", "data-event": bad.event }, happened(bad)),
      draw("time", { datetime: mail.at }, clock(mail.at))),
    draw("span", { class: "subject", dir: "auto" }, mail.subject || "(no subject)"),
    draw("span", { class: "snippet", dir: "auto" }, mail.text.replace(/\\s+/g, " ").slice(0, 160)),
    mail.showsTo && draw("span", { class: "to" }, "To ", draw("bdi", {}, mail.to.map(nameOf).join(", ")))));
}
`;
