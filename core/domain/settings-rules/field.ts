import { cleanText } from "../clean-text.ts";

/** A setting while it is read: what it is called, what it is now, and where its problems go. */
export interface Field<T> {
  readonly name: string;
  readonly now: T;
  readonly tell: (problem: string) => void;
}

/** Reads what was given; tells what is wrong with it and keeps what is. */
export type Rule<T> = (given: unknown, field: Field<T>) => T;

export function refuse<T>(field: Field<T>, problem: string): T {
  field.tell(field.name === "" ? problem : `${field.name} ${problem}`);
  return field.now;
}

export const flag: Rule<boolean> = (given, field) =>
  typeof given === "boolean" ? given : refuse(field, "must be true or false.");

export function wholeNumber(least: number, most: number): Rule<number> {
  return (given, field) =>
    typeof given === "number" && Number.isInteger(given) && given >= least && given <= most
      ? given
      : refuse(field, `must be a whole number from ${least} to ${most}.`);
}

export function oneOf<const T extends string>(...choices: readonly T[]): Rule<T> {
  return (given, field) =>
    choices.find((choice) => choice === given) ?? refuse(field, `must be ${choices.map(quoted).join(" or ")}.`);
}

/** null and blank text are the default. */
export function optionalText(most: number): Rule<string | null> {
  return (given, field) => {
    if (given === null) return null;
    if (typeof given !== "string") return refuse(field, "must be text, or null for the default.");
    return withinLength(given, most, field) || null;
  };
}

export function requiredText(most: number): Rule<string> {
  return (given, field) => {
    if (typeof given !== "string" || cleanText(given).trim() === "") return refuse(field, "must be text.");
    return withinLength(given, most, field);
  };
}

function withinLength<T>(given: string, most: number, field: Field<T>): string | T {
  const text = cleanText(given).trim();
  const length = [...text].length;
  return length <= most ? text : refuse(field, `is ${length} characters long: at most ${most} fit.`);
}

export function listOf<T>(
  given: unknown,
  field: Field<readonly T[]>,
  read: (item: unknown, index: number) => T | null,
) {
  if (!Array.isArray(given)) return refuse(field, "must be a list.");
  return given.map(read).filter((item) => item !== null);
}

/** What somebody wrote, short enough to be repeated in a sentence. */
export function quoted(text: string): string {
  const clean = cleanText(text);
  return JSON.stringify(clean.length > 100 ? `${cleanText(clean.slice(0, 100))}…` : clean);
}
