import type { Table, TableCell, TableRow } from "mdast";
import type { Block, Inline, MessageTree } from "../domain/message-tree.ts";
import { toInlines } from "./inlines.ts";
import { below, type Place } from "./place.ts";

/** A chat bubble is too narrow for a table: each row becomes an item that names its columns. */
export function tableBlocks(table: Table, place: Place): readonly Block[] {
  const [head, ...rows] = table.children;
  const names = head?.children ?? [];
  const items = rows.map((row) => toItem(row, names, below(place))).filter((item) => item.length > 0);
  if (items.length > 0) return [{ type: "list", ordered: false, start: 1, items }];
  return onlyNames(names, place);
}

function toItem(row: TableRow, names: readonly TableCell[], place: Place): MessageTree {
  const cells = row.children.flatMap((cell, column) => {
    const value = toInlines(cell.children, place);
    if (value.length === 0) return [];
    const name = toInlines(names[column]?.children ?? [], place);
    const named: readonly Inline[] = name.length === 0 ? value : [...name, { type: "text", text: ": " }, ...value];
    return [column === 0 ? [{ type: "strong", children: named } satisfies Inline] : named];
  });
  return cells.length === 0 ? [] : [{ type: "paragraph", children: between(cells, { type: "break" }) }];
}

function onlyNames(names: readonly TableCell[], place: Place): readonly Block[] {
  const cells = names.map((cell) => toInlines(cell.children, place)).filter((cell) => cell.length > 0);
  if (cells.length === 0) return [];
  return [{ type: "paragraph", children: between(cells, { type: "text", text: " · " }) }];
}

function between(cells: readonly (readonly Inline[])[], separator: Inline): readonly Inline[] {
  return cells.flatMap((cell, index) => (index === 0 ? cell : [separator, ...cell]));
}
