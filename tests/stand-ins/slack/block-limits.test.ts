import { describe, expect, it } from "vitest";
import { problemsWithBlocks } from "./limits/block-limits.ts";

const long = (length: number) => "x".repeat(length);
const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const section = (text: string, more = {}) => ({ type: "section", text: mrkdwn(text), ...more });
const button = (more = {}) => ({ type: "button", text: plain("Resolve"), action_id: "resolve", ...more });
const actions = (...elements: unknown[]) => ({ type: "actions", elements });
const quote = (text: string) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_quote", elements: [{ type: "text", text }] }],
});

describe("blocks that Slack takes", () => {
  it.each([
    ["sections at the limit", [section(long(3000))]],
    ["fifty blocks", Array.from({ length: 50 }, () => ({ type: "divider" }))],
    ["a header at the limit", [{ type: "header", text: plain(long(150)) }]],
    [
      "a full button",
      [actions(button({ value: long(2000), url: `https://a.example/${long(2900)}`, style: "primary" }))],
    ],
    ["verbatim text", [{ type: "section", text: { ...mrkdwn("x"), verbatim: true }, fields: [mrkdwn(long(2000))] }]],
    ["context and rich text", [{ type: "context", elements: [mrkdwn("x")] }, quote("<b>")]],
  ])("takes %s", (_, blocks) => {
    expect(problemsWithBlocks(blocks)).toEqual([]);
  });
});

describe("blocks that Slack refuses", () => {
  it.each<[string, unknown[], string]>([
    ["too many", Array.from({ length: 51 }, () => ({ type: "divider" })), "/blocks]"],
    ["a long section", [section(long(3001))], "/blocks/0/text/text]"],
    ["an empty section", [section("")], "/blocks/0/text/text]"],
    ["a long header", [{ type: "header", text: plain(long(151)) }], "/blocks/0/text/text]"],
    ["a header in mrkdwn", [{ type: "header", text: mrkdwn("x") }], "/blocks/0/text/type]"],
    ["a long field", [section("x", { fields: [mrkdwn(long(2001))] })], "/blocks/0/fields/0/text]"],
    ["eleven fields", [section("x", { fields: Array.from({ length: 11 }, () => mrkdwn("x")) })], "/blocks/0/fields]"],
    ["a long button text", [actions(button({ text: plain(long(76)) }))], "/blocks/0/elements/0/text/text]"],
    ["a long value", [actions(button({ value: long(2001) }))], "/blocks/0/elements/0/value]"],
    ["a long url", [actions(button({ url: `https://a.example/${long(3000)}` }))], "/blocks/0/elements/0/url]"],
    ["no url at all", [actions(button({ url: "nowhere" }))], "/blocks/0/elements/0/url]"],
    ["an unknown style", [actions(button({ style: "green" }))], "/blocks/0/elements/0/style]"],
    ["a long action_id", [actions(button({ action_id: long(256) }))], "/blocks/0/elements/0/action_id]"],
    ["the same action_id twice", [actions(button(), button())], "/blocks/0/elements/1]"],
    [
      "26 buttons",
      [actions(...Array.from({ length: 26 }, (_, n) => button({ action_id: `a${n}` })))],
      "/blocks/0/elements]",
    ],
    ["no buttons", [actions()], "/blocks/0/elements]"],
    [
      "the same block_id twice",
      [section("x", { block_id: "b" }), section("x", { block_id: "b" })],
      "/blocks/1/block_id]",
    ],
    ["a long block_id", [section("x", { block_id: long(256) })], "/blocks/0/block_id]"],
    ["emoji on mrkdwn", [{ type: "section", text: { ...mrkdwn("x"), emoji: true } }], "/blocks/0/text]"],
    ["empty rich text", [quote("")], "/blocks/0/elements/0/elements/0/text]"],
    ["an unknown block", [{ type: "carousel" }], "/blocks/0]"],
    ["something that is no block", ["x"], "/blocks/0]"],
  ])("refuses %s and says where", (_, blocks, where) => {
    const [problem] = problemsWithBlocks(blocks);
    expect(problem).toContain("[ERROR]");
    expect(problem).toContain(where);
  });
});
