import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { card } from "../../../adapters/teams/card.ts";
import { aNotice, anAgent, anOpenEscalation } from "../../builders/notices.ts";
import { chromium } from "../../support/chromium.ts";

const attacks = [
  "[click me](https://evil.example)",
  "![a picture](https://evil.example/x.png)",
  "**bold** __bold__ *slanted* _slanted_ ~~gone~~",
  "# A heading",
  "a\n\n## Heading\n\n- a list\n- more\n\n---",
  "1. first\n2. second\n3) third",
  "> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |",
  "`code` ```js\nx()\n```",
  "<https://evil.example> <mailto:eve@evil.example>",
  "<b>bold</b><img src=x onerror=alert(1)><a href='https://evil.example'>x</a>",
  "<at>Ana Duarte</at> &lt;b&gt; &amp; &#x2a;",
  "{{DATE(2026-04-19T10:23:45Z, LONG)}} {{{TIME(2026-04-19T10:23:45Z)}}}",
  "\\[x\\](https://evil.example) \\\\*y\\\\* $(name) [z]: https://evil.example",
];

describe.skipIf(!chromium.path)("a hostile visitor's words, drawn by Microsoft's own renderer", () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await chromium.launch();
    page = await browser.newPage();
    await page.addScriptTag({ path: "node_modules/adaptivecards/dist/adaptivecards.js" });
    await page.addScriptTag({ path: "node_modules/markdown-it/dist/markdown-it.js" });
  });
  afterAll(() => browser.close());

  it("would be a link, a picture and a date, were they written as they are", async () => {
    const text = `${attacks[0]} ${attacks[1]} ${attacks[11]}`;
    const { html, said } = await draw({ type: "AdaptiveCard", version: "1.5", body: [{ type: "TextBlock", text }] });
    expect(html).toContain('href="https://evil.example"');
    expect(html).toContain("<img");
    expect(said).toContain("April19,2026");
  });

  it.each(attacks)("are the text they are: %j", async (words) => {
    const withWords = await draw(cardWith(words));
    const harmless = await draw(cardWith("harmless"));
    expect(tagsOf(withWords.html)).toEqual(tagsOf(harmless.html));
    for (const before of ["“", "Assistant: ", "Contact", "Page", "Claimed by "])
      expect(withWords.said).toContain(squeezed(before + words));
  });

  function cardWith(words: string): object {
    const sent = card(
      aNotice({
        question: words,
        excerpt: [{ author: "assistant", name: null, text: words }],
        contact: { name: words, email: words },
        page: { url: words, title: words },
        escalation: anOpenEscalation({ claimedBy: anAgent({ name: words }) }),
      }),
    );
    return sent.attachments?.[0]?.content ?? {};
  }

  async function draw(content: object): Promise<{ html: string; said: string }> {
    const script = `(() => {
      const { AdaptiveCard } = window.AdaptiveCards;
      AdaptiveCard.onProcessMarkdown = (text, result) => {
        result.outputHtml = window.markdownit().render(text);
        result.didProcess = true;
      };
      const card = new AdaptiveCard();
      card.parse(${JSON.stringify(content)});
      const element = card.render();
      return { html: element.outerHTML, said: element.textContent };
    })()`;
    const { html, said } = await page.evaluate<{ html: string; said: string }>(script);
    return { html, said: squeezed(said) };
  }

  /** Without spaces, which HTML does not keep, and without what keeps braces apart. */
  function squeezed(text: string): string {
    return text.replace(/[\s\u200b]/g, "");
  }

  /** What a text became, apart from where it stands. */
  function tagsOf(html: string): string[] {
    return [...html.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, tag = ""]) => tag).filter((tag) => tag !== "br");
  }
});
