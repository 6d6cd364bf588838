export const confirmScript = `
import { draw } from "./dom.js";

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
`;
