export const blocksScript = `
import { draw, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";

/** names turn ids into names; press is called with the element that was pressed. */
export function drawBlocks(blocks, names, press) {
  return blocks.map((block) => draw("div", { class: "block", "data-block": block.type }, drawBlock(block, names, press)));
}

function drawBlock(block, names, press) {
  switch (block.type) {
    case "header":
      return draw("div", { class: "block-header", role: "heading", "aria-level": "3" }, plain(block.text.text));
    case "section":
      return draw("div", { class: "section" },
        draw("div", {},
          block.text && drawText(block.text, names),
          block.fields && draw("div", { class: "fields" }, block.fields.map((field) => draw("div", {}, drawText(field, names))))),
        block.accessory && drawElement(block.accessory, names, press));
    case "context":
      return draw("div", { class: "context" }, block.elements.map((element) =>
        element.type === "image" ? drawImage(element) : draw("span", {}, drawText(element, names))));
    case "actions":
      return draw("div", { class: "actions" }, block.elements.map((element) => drawElement(element, names, press)));
    case "divider":
      return draw("hr");
    case "image":
      return drawImage(block);
    case "markdown":
      return draw("div", { class: "text" }, block.text);
    case "rich_text":
      return block.elements.map((element) => drawRichText(element, names));
    default:
      return draw("em", {}, "(" + block.type + ")");
  }
}

function drawText(text, names) {
  return text.type === "mrkdwn" ? mrkdwn(text.text, names) : plain(text.text);
}

function plain(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name));
}

function drawElement(element, names, press) {
  if (element.type !== "button") return draw("em", {}, "(" + element.type + ")");
  const attributes = {
    class: element.style,
    "data-action-id": element.action_id,
    "aria-label": element.accessibility_label,
    click: (event) => press(element, event.currentTarget),
  };
  const label = plain(element.text.text);
  if (element.url === undefined) return draw("button", { type: "button", ...attributes }, label);
  return draw("a", { ...attributes, href: /^https?:/i.test(element.url) && element.url, target: "_blank", rel: "noopener noreferrer" }, label);
}

function drawImage(image) {
  return draw("img", { src: image.image_url, alt: image.alt_text });
}

function drawRichText(element, names) {
  const inner = () => element.elements.map((child) => drawRichText(child, names));
  switch (element.type) {
    case "rich_text_section":
      return draw("div", { class: "text" }, inner());
    case "rich_text_quote":
      return draw("blockquote", { class: "quote" }, inner());
    case "rich_text_preformatted":
      return draw("pre", {}, inner());
    case "rich_text_list":
      return draw(element.style === "ordered" ? "ol" : "ul", {}, element.elements.map((item) => draw("li", {}, drawRichText(item, names))));
    case "text":
      return styled(element.text, element.style);
    case "link":
      return styled(link(element.url, element.text ?? element.url), element.style);
    case "emoji":
      return emoji(element.name, element.unicode);
    case "user":
      return draw("span", { class: "mention" }, "@" + names.person(element.user_id));
    case "channel":
      return draw("span", { class: "mention" }, "#" + names.channel(element.channel_id));
    case "broadcast":
      return draw("span", { class: "mention" }, "@" + element.range);
    default:
      return "";
  }
}

function styled(content, style = {}) {
  let node = content;
  for (const [name, tag] of [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"]])
    if (style[name]) node = draw(tag, {}, node);
  return node;
}
`;
