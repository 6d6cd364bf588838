import { checkEach, checkString, checkUrl, type Fields, type Inside, type Report } from "./field-limits.ts";

export function checkElement(element: Fields, at: string, report: Report, inside: Inside): void {
  const check = checks[String(element.type)];
  if (check === undefined) {
    // What is not known gives way to its fallback, and without one the card is refused.
    if (element.fallback === undefined) report(`${at}/type`, `unknown element: ${element.type}`);
  } else check(element, at, report, inside);
  if (element.selectAction !== undefined) inside.action(element.selectAction, `${at}/selectAction`, report);
  if (String(element.type).startsWith("Input.") && (typeof element.id !== "string" || element.id === ""))
    report(`${at}/id`, "an input needs an id");
}

type Check = (element: Fields, at: string, report: Report, inside: Inside) => void;

const items: Check = (element, at, report, inside) =>
  checkEach(element.items, `${at}/items`, report, (item, where) => inside.element(item, where, report));

const checks: Record<string, Check> = {
  TextBlock: (element, at, report) => checkString(element, "text", at, report),
  RichTextBlock: ({ inlines }, at, report) => {
    if (!Array.isArray(inlines)) report(`${at}/inlines`, "must be a list");
    else for (const [index, inline] of inlines.entries()) checkInline(inline, `${at}/inlines/${index}`, report);
  },
  Image: ({ url }, at, report) => checkUrl(url, `${at}/url`, report),
  ImageSet: ({ images }, at, report, inside) =>
    checkEach(images, `${at}/images`, report, (image, where) =>
      inside.element({ type: "Image", ...image }, where, report),
    ),
  Media: ({ sources }, at, report) =>
    checkEach(sources, `${at}/sources`, report, ({ url }, where) => checkUrl(url, `${where}/url`, report)),
  Container: items,
  ColumnSet: ({ columns = [] }, at, report, inside) =>
    checkEach(columns, `${at}/columns`, report, (column, where) => {
      if (column.type !== undefined && column.type !== "Column") report(`${where}/type`, "must be Column");
      items({ items: [], ...column }, where, report, inside);
    }),
  FactSet: ({ facts }, at, report) =>
    checkEach(facts, `${at}/facts`, report, (fact, where) => {
      checkString(fact, "title", where, report);
      checkString(fact, "value", where, report);
    }),
  Table: ({ rows = [] }, at, report, inside) =>
    checkEach(rows, `${at}/rows`, report, ({ cells = [] }, row) =>
      checkEach(cells, `${row}/cells`, report, (cell, where) => items({ items: [], ...cell }, where, report, inside)),
    ),
  ActionSet: ({ actions }, at, report, inside) => inside.actions(actions, `${at}/actions`, report),
  "Input.Text": () => undefined,
  "Input.Number": () => undefined,
  "Input.Date": () => undefined,
  "Input.Time": () => undefined,
  "Input.Toggle": (element, at, report) => checkString(element, "title", at, report),
  "Input.ChoiceSet": ({ choices = [] }, at, report) =>
    checkEach(choices, `${at}/choices`, report, (choice, where) => {
      checkString(choice, "title", where, report);
      checkString(choice, "value", where, report);
    }),
};

function checkInline(inline: unknown, at: string, report: Report): void {
  if (typeof inline === "string") return;
  const { type, text } = Object(inline);
  if (type !== "TextRun") report(`${at}/type`, `unknown inline: ${type}`);
  else if (typeof text !== "string") report(`${at}/text`, "must be a string");
}
