import type { Theme } from "../settings.ts";
import { oneOf, type Rule, refuse } from "./field.ts";
import { readRecord } from "./read-record.ts";

const color: Rule<string> = (given, field) =>
  typeof given === "string" && /^#[0-9a-f]{6}$/i.test(given.trim())
    ? given.trim().toLowerCase()
    : refuse(field, "must be a colour like #2b59ff.");

export const theme: Rule<Theme> = (given, field) =>
  readRecord(given, field, { color, position: oneOf("left", "right"), scheme: oneOf("auto", "light", "dark") });
