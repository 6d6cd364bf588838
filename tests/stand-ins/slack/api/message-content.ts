import { isRecord } from "../../is-record.ts";
import { problemsWithBlocks } from "../limits/block-limits.ts";
import type { Block, Message, Metadata } from "../message.ts";
import { type Arguments, flagArgument, textArgument } from "./arguments.ts";
import { RefusedCall } from "./refused-call.ts";

export interface Content {
  text: string;
  blocks?: Block[];
  metadata?: Metadata;
}

/** The text, blocks and metadata of a call, refused as Slack refuses them. */
export function contentOf(args: Arguments): Content {
  const text = textArgument(args, "text") ?? "";
  const blocks = blocksOf(args);
  if (text === "" && blocks === undefined) throw new RefusedCall("no_text");
  const metadata = metadataOf(args);
  return { text, ...(blocks && { blocks }), ...(metadata && { metadata }) };
}

/** Longer texts are cut, not refused: notes on limits, chat.postMessage. */
export function cutForPosting(content: Content): Content {
  return { ...content, text: content.text.slice(0, 40_000) };
}

export function checkEdit(content: Content, before: Message): void {
  if (content.text.length > 4000) throw new RefusedCall("msg_too_long");
  if (content.blocks && hasRichText(before.blocks) && !hasRichText(content.blocks))
    throw new RefusedCall("block_mismatch");
}

/** Without include_all_metadata Slack shows that there is metadata, not what it says. */
export function asSeenByApi(message: Message, args: Arguments): Message {
  if (message.metadata === undefined || flagArgument(args, "include_all_metadata")) return message;
  return { ...message, metadata: { event_type: message.metadata.event_type } };
}

function blocksOf(args: Arguments): Block[] | undefined {
  const { blocks } = args;
  if (blocks === undefined || blocks === null || blocks === "") return undefined;
  if (!Array.isArray(blocks)) throw new RefusedCall("invalid_blocks_format");
  const problems = problemsWithBlocks(blocks);
  if (problems.length > 0)
    throw new RefusedCall("invalid_blocks", { errors: problems, response_metadata: { messages: problems } });
  if (lettersIn(blocks) > mostLettersInBlocks) throw new RefusedCall("msg_blocks_too_long");
  return blocks.length === 0 ? undefined : blocks.filter(isRecord);
}

/** Undocumented; other people's reports put it between 13,172 and 13,297 characters (bolt-js#2509). */
const mostLettersInBlocks = 13_000;

function lettersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + lettersIn(item), 0);
  if (!isRecord(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [name, inner]) => sum + (typeof inner === "string" && name === "text" ? inner.length : lettersIn(inner)),
    0,
  );
}

const mostMetadataBytes = 16_000;

function metadataOf({ metadata }: Arguments): Metadata | undefined {
  if (metadata === undefined || metadata === null || metadata === "") return undefined;
  if (!isRecord(metadata)) throw new RefusedCall("invalid_metadata_format");
  const { event_type: type, event_payload: payload, ...rest } = metadata;
  if (typeof type !== "string" || !/^\w{1,255}$/.test(type) || !isRecord(payload) || Object.keys(rest).length > 0)
    throw new RefusedCall("invalid_metadata_schema");
  if (Buffer.byteLength(JSON.stringify(metadata)) > mostMetadataBytes) throw new RefusedCall("metadata_too_large");
  return { event_type: type, event_payload: payload };
}

function hasRichText(blocks: readonly Block[] | undefined): boolean {
  return blocks?.some(({ type }) => type === "rich_text") ?? false;
}
