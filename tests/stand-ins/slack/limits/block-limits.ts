import { isRecord } from "../../is-record.ts";
import { checkElement } from "./element-limits.ts";
import { checkEach, checkLength, checkText, type Fields, type Report } from "./field-limits.ts";
import { checkRichText } from "./rich-text-limits.ts";

/** What Slack's validator says about blocks: one line per problem, as in response_metadata.messages. */
export function problemsWithBlocks(blocks: readonly unknown[]): string[] {
  const problems: string[] = [];
  const report: Report = (at, what) => problems.push(`[ERROR] ${what} [json-pointer:/blocks${at}]`);
  if (blocks.length > 50) report("", "no more than 50 items allowed");
  const ids = new Set<unknown>();
  for (const [index, block] of blocks.entries()) {
    const at = `/${index}`;
    if (!isRecord(block)) {
      report(at, "must be an object");
      continue;
    }
    checkBlock(block, at, report);
    const { block_id: id } = block;
    if (id === undefined) continue;
    checkLength(id, `${at}/block_id`, 255, report);
    if (ids.has(id)) report(`${at}/block_id`, "`block_id` must be unique");
    ids.add(id);
  }
  return problems;
}

function checkBlock(block: Fields, at: string, report: Report): void {
  const check = checks[String(block.type)];
  if (check === undefined) report(at, `unsupported type: ${block.type}`);
  else check(block, at, report);
}

const checks: Record<string, (block: Fields, at: string, report: Report) => void> = {
  divider: () => undefined,
  header: ({ text }, at, report) => checkText(text, `${at}/text`, 150, report, "plain_text"),
  image: checkImage,
  markdown: ({ text }, at, report) => checkLength(text, `${at}/text`, 12_000, report),
  section: (block, at, report) => {
    if (block.text === undefined && block.fields === undefined) report(at, "missing required field: text");
    if (block.text !== undefined) checkText(block.text, `${at}/text`, 3000, report);
    if (block.fields !== undefined)
      checkEach(block.fields, `${at}/fields`, 10, report, (field, where) => checkText(field, where, 2000, report));
    if (block.accessory !== undefined) checkElement(block.accessory, `${at}/accessory`, report);
  },
  context: ({ elements }, at, report) =>
    checkEach(elements, `${at}/elements`, 10, report, (element, where) => {
      if (element.type === "image") checkImage(element, where, report);
      else checkText(element, where, 3000, report);
    }),
  actions: ({ elements }, at, report) => {
    const ids = new Set<unknown>();
    checkEach(elements, `${at}/elements`, 25, report, (element, where) => {
      checkElement(element, where, report);
      if (element.action_id === undefined) return;
      if (ids.has(element.action_id)) report(where, "`action_id` already exists in this block");
      ids.add(element.action_id);
    });
  },
  rich_text: ({ elements }, at, report) =>
    checkEach(elements, `${at}/elements`, 200, report, (element, where) => checkRichText(element, where, report)),
};

function checkImage(image: Fields, at: string, report: Report): void {
  checkLength(image.image_url, `${at}/image_url`, 3000, report);
  checkLength(image.alt_text, `${at}/alt_text`, 2000, report);
}
