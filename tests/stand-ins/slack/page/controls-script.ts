export const controlsScript = `
import { draw } from "./dom.js";

export async function control(name, body) {
  const response = await fetch("/_stand-in/" + name, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/** What a person is told when the app did not answer as it should; undefined if it did. */
export function troubleWith({ via, status, tookTooLong, error }) {
  if (via === "nobody") return "No app is listening yet.";
  if (tookTooLong) return "The app took more than 3 seconds to answer.";
  if (status === null) return "The app did not answer: " + (error ?? "no acknowledgement") + ".";
  return status === 200 ? undefined : "The app answered " + status + ".";
}

/** The dialog of a button that asks for confirmation. */
export function confirmed({ confirm }) {
  if (confirm === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    const dialog = draw("dialog", { close: () => { dialog.remove(); resolve(dialog.returnValue === "yes"); } },
      draw("h2", {}, confirm.title.text),
      draw("p", {}, confirm.text.text),
      draw("form", { method: "dialog" },
        draw("button", { value: "no" }, confirm.deny?.text ?? "Cancel"),
        draw("button", { value: "yes", class: "primary" }, confirm.confirm?.text ?? "Yes")));
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Enter sends, Shift+Enter makes a new line. */
export function composer(form, send) {
  const text = form.querySelector("textarea");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const line = text.value.trim();
    if (line === "") return;
    text.value = "";
    send(line);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  return text;
}
`;
