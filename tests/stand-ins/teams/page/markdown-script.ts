export const markdownScript = `
/** What Teams understands of Markdown in a card: bold, italic, lists and links. */
const inCards = window.markdownit("zero").enable(["newline", "escape", "entity", "emphasis", "link", "list"]);
/** And in a message. */
const inMessages = window.markdownit("zero", { breaks: true }).enable([
  "newline", "escape", "entity", "emphasis", "strikethrough", "link", "list", "backticks", "fence", "blockquote", "heading",
]);
for (const markdown of [inCards, inMessages])
  markdown.renderer.rules.link_open = (tokens, index, options, env, self) => {
    tokens[index].attrSet("target", "_blank");
    tokens[index].attrSet("rel", "noopener noreferrer");
    return self.renderToken(tokens, index, options);
  };

/** markdown-it lets no HTML through, and no address but of the harmless kinds. */
const policy = window.trustedTypes?.createPolicy("markdown", { createHTML: (html) => html }) ?? { createHTML: (html) => html };

export const cardMarkdown = (text) => inCards.render(text);

export function drawMarkdown(text) {
  const element = document.createElement("div");
  element.className = "text";
  element.innerHTML = policy.createHTML(inMessages.render(text));
  return element;
}
`;
