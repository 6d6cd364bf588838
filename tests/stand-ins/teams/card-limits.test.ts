import { describe, expect, it } from "vitest";
import { problemsWithCard } from "./limits/card-limits.ts";

const card = (more: object) => ({ type: "AdaptiveCard", version: "1.5", body: [], ...more });
const text = { type: "TextBlock", text: "x" };
const execute = { type: "Action.Execute", title: "Resolve", verb: "resolve", data: {} };
const input = { type: "Input.Text", id: "note" };
const many = (count: number) => Array.from({ length: count }, () => execute);

describe("cards that Teams takes", () => {
  it.each([
    ["the newest version a bot may send", card({ version: "1.5" })],
    ["an old version", card({ version: "1.0" })],
    ["six actions", card({ actions: many(6) })],
    ["six more in the body", card({ actions: many(6), body: [{ type: "ActionSet", actions: many(6) }] })],
    ["rich text", card({ body: [{ type: "RichTextBlock", inlines: ["x", { type: "TextRun", text: "y" }] }] })],
    ["facts", card({ body: [{ type: "FactSet", facts: [{ title: "From", value: "Lisbon" }] }] })],
    ["columns", card({ body: [{ type: "ColumnSet", columns: [{ type: "Column", width: "auto", items: [text] }] }] })],
    ["containers", card({ body: [{ type: "Container", style: "emphasis", items: [text] }] })],
    [
      "tables",
      card({ body: [{ type: "Table", rows: [{ type: "TableRow", cells: [{ type: "TableCell", items: [text] }] }] }] }),
    ],
    ["inputs", card({ body: [input, { type: "Input.Toggle", id: "urgent", title: "Urgent" }] })],
    [
      "a fallback for old clients, with the same id",
      card({ actions: [{ ...execute, id: "a", fallback: { type: "Action.Submit", id: "a", title: "Resolve" } }] }),
    ],
    ["something new with a fallback", card({ body: [{ type: "Carousel", fallback: text }] })],
    [
      "a card in a card",
      card({ actions: [{ type: "Action.ShowCard", card: { type: "AdaptiveCard", body: [input] } }] }),
    ],
    ["a link", card({ actions: [{ type: "Action.OpenUrl", title: "Open", url: "https://a.example" }] })],
  ])("takes %s", (_, content) => {
    expect(problemsWithCard(content)).toEqual([]);
  });
});

describe("cards that Teams refuses", () => {
  it.each<[string, unknown, string]>([
    ["what is no card", "x", "/"],
    ["another type", { ...card({}), type: "HeroCard" }, "/type"],
    ["a newer version", card({ version: "1.6" }), "/version"],
    ["no version", card({ version: undefined }), "/version"],
    ["an unknown element", card({ body: [{ type: "Carousel" }] }), "/body/0/type"],
    [
      "an unknown element inside",
      card({ body: [{ type: "Container", items: [{ type: "Chart" }] }] }),
      "/body/0/items/0/type",
    ],
    ["a text without text", card({ body: [{ type: "TextBlock" }] }), "/body/0/text"],
    [
      "an unknown inline",
      card({ body: [{ type: "RichTextBlock", inlines: [{ type: "Link" }] }] }),
      "/body/0/inlines/0/type",
    ],
    ["a fact without a value", card({ body: [{ type: "FactSet", facts: [{ title: "x" }] }] }), "/body/0/facts/0/value"],
    ["an image from nowhere", card({ body: [{ type: "Image", url: "a.png" }] }), "/body/0/url"],
    ["seven actions", card({ actions: many(7) }), "/actions"],
    ["seven actions in a set", card({ body: [{ type: "ActionSet", actions: many(7) }] }), "/body/0/actions"],
    ["an unknown action", card({ actions: [{ type: "Action.Dance" }] }), "/actions/0/type"],
    [
      "an unknown fallback",
      card({ actions: [{ ...execute, fallback: { type: "Action.Dance" } }] }),
      "/actions/0/fallback/type",
    ],
    ["an unknown style", card({ actions: [{ ...execute, style: "danger" }] }), "/actions/0/style"],
    ["a link to nowhere", card({ actions: [{ type: "Action.OpenUrl", url: "/here" }] }), "/actions/0/url"],
    ["an input without an id", card({ body: [{ type: "Input.Text" }] }), "/body/0/id"],
    ["the same id twice", card({ body: [input, input] }), "/body/1/id"],
    ["a body that is no list", card({ body: text }), "/body"],
  ])("refuses %s and says where", (_, content, where) => {
    expect(problemsWithCard(content).map((problem) => problem.split(":")[0])).toEqual([where]);
  });
});
