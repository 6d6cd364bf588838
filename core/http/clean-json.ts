import { cleanText } from "../domain/clean-text.ts";

/** `JSON.stringify` runs out of stack some thousand levels down, and PostgreSQL soon after. */
export const maxJsonDepth = 32;

/** A copy with every string cleaned, keys too; undefined when it is nested too deep. */
export function cleanJson(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth === maxJsonDepth) return undefined;
  return Array.isArray(value) ? cleanArray(value, depth) : cleanObject(value, depth);
}

function cleanArray(values: readonly unknown[], depth: number): unknown {
  const cleaned = values.map((value) => cleanJson(value, depth + 1));
  return cleaned.includes(undefined) ? undefined : cleaned;
}

function cleanObject(object: object, depth: number): unknown {
  const entries = Object.entries(object)
    .map(([key, value]) => [cleanText(key), cleanJson(value, depth + 1)] as const)
    // Whoever copies the body with Object.assign would set a prototype.
    .filter(([key]) => key !== "__proto__");
  return entries.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(entries);
}
