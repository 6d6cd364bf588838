import { type Field, quoted, type Rule, refuse } from "./field.ts";

/** Reads each key that is given by its rule, and keeps the others as they are. Keys without a rule are named. */
export function readRecord<T extends object>(
  given: unknown,
  field: Field<T>,
  rules: { [Key in keyof T]-?: Rule<T[Key]> },
): T {
  if (!isRecord(given)) return refuse(field, field.name === "" ? "Settings must be an object." : "must be an object.");
  const parent = field.name === "" ? "" : `${field.name}.`;
  const read: T = { ...field.now };
  for (const key in rules) {
    if (!Object.hasOwn(given, key) || given[key] === undefined) continue;
    read[key] = rules[key](given[key], { name: parent + key, now: field.now[key], tell: field.tell });
  }
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(rules, key)) field.tell(`${quoted(parent + key)} is not a setting.`);
  }
  return read;
}

export function isRecord(given: unknown): given is Record<string, unknown> {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}
