export const listScript = `
import { draw } from "./dom.js";

/** A list that grows at its end. */
export function messageList(container, idOf) {
  const show = keptList(container, idOf);
  return (...given) => keepAtEnd(container, () => show(...given));
}

/** Keeps a column of messages as the state says, touching only what changed: what is being read or focused stays. */
export function keptList(container, idOf) {
  const shown = new Map();
  return (messages, drawOne, emptyText) => {
    const wanted = new Set(messages.map(idOf));
    for (const [id, { element }] of shown) if (!wanted.has(id)) { element.remove(); shown.delete(id); }
    container.querySelector(".empty")?.remove();
    messages.forEach((message, index) => {
      const key = JSON.stringify(message);
      const known = shown.get(idOf(message));
      let element = known?.element;
      if (known?.key !== key) {
        element = drawOne(message);
        if (known) replace(known.element, element);
        shown.set(idOf(message), { key, element });
      }
      if (container.children[index] !== element) container.insertBefore(element, container.children[index] ?? null);
    });
    if (messages.length === 0 && emptyText) container.append(draw("p", { class: "empty" }, emptyText));
  };
}

/** Whoever reads the newest goes on to; whoever reads further up is left there. */
export function keepAtEnd(container, update) {
  const atEnd = container.scrollHeight - container.scrollTop - container.clientHeight < 80;
  update();
  if (atEnd) container.scrollTop = container.scrollHeight;
}

function replace(before, after) {
  const focused = before.contains(document.activeElement) ? document.activeElement.dataset.actionId : undefined;
  after.classList.add("changed");
  before.replaceWith(after);
  if (focused === undefined) return;
  const same = [...after.querySelectorAll("[data-action-id]")];
  (same.find((button) => button.dataset.actionId === focused) ?? same[0])?.focus();
}
`;
