export const cardScript = `
import { draw } from "./dom.js";
import { hostConfig } from "./host-config.js";
import { cardMarkdown } from "./markdown.js";

const { AdaptiveCard, HostConfig } = window.AdaptiveCards;

AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = cardMarkdown(text);
  result.didProcess = true;
};

/** A card, drawn by Microsoft's own renderer. press is called with what was pressed: { verb, inputs, button, frame }. */
export function drawCard(content, press) {
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(hostConfig);
  card.parse(content);
  const frame = draw("div", { class: content.msteams?.width === "Full" ? "card full" : "card" });
  card.onExecuteAction = (action) => {
    if (action.url) {
      window.open(action.url, "_blank", "noopener,noreferrer");
      return;
    }
    const inputs = Object.fromEntries(card.getAllInputs().map(({ id, value }) => [id, value]).filter(([, value]) => value !== undefined));
    press({ verb: verbOf(action.toJSON()), inputs, button: action.renderedElement, frame });
  };
  frame.append(card.render() ?? draw("em", {}, "(an empty card)"));
  for (let index = 0; index < card.getActionCount(); index += 1) {
    const action = card.getActionAt(index);
    if (action.renderedElement) action.renderedElement.dataset.actionId = verbOf(action.toJSON()) ?? action.title ?? "";
  }
  return frame;
}

function verbOf({ verb, data, id }) {
  return verb ?? data?.verb ?? id;
}
`;
