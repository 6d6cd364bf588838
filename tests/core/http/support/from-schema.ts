import fc from "fast-check";
import { z } from "zod";

interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly format?: string;
  readonly maxLength?: number;
}

/** Text as people, scripts and attackers write it. */
const text = (maxLength: number) =>
  fc.oneof(
    fc.string({ maxLength: Math.min(maxLength, 200), unit: "binary" }),
    fc.string({ maxLength: Math.min(maxLength, 50), unit: "grapheme" }),
    fc.constantFrom(
      "Hello",
      "",
      " ",
      "\u0000",
      "\ud800",
      "\u202e",
      "__proto__",
      "constructor",
      "%00",
      "{{1}}",
      "null",
      "\\u0000",
      "x".repeat(Math.min(maxLength, 8_000)),
    ),
  );

/** Values that a zod schema takes, made from the schema itself. */
export function fits(schema: z.ZodType): fc.Arbitrary<unknown> {
  return fitting(z.toJSONSchema(schema) as Shape);
}

function fitting({ type, properties = {}, required = [], ...shape }: Shape): fc.Arbitrary<unknown> {
  if (shape.const !== undefined) return fc.constant(shape.const);
  if (shape.enum) return fc.constantFrom(...shape.enum);
  if (type === "string") return shape.format === "uuid" ? fc.uuid() : text(shape.maxLength ?? 200);
  if (type !== "object") throw new Error(`No values are made for ${JSON.stringify({ type, ...shape })} yet.`);
  const parts = Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, fitting(each)]));
  return fc.record(parts, { requiredKeys: [...required] });
}

/** Values like those that fit, with something wrong somewhere: most do not fit. */
export function misfits(schema: z.ZodType): fc.Arbitrary<unknown> {
  const whole = fits(schema);
  const odd = fc.oneof(
    fc.jsonValue(),
    text(20_000),
    fc.constant("x".repeat(8_001)),
    fc.double(),
    fc.bigInt().map(Number),
  );
  return fc.oneof(
    odd,
    fc.tuple(whole, fc.nat(), odd).map(([value, which, instead]) => {
      const entries = Object.entries(value as object);
      return Object.fromEntries(
        entries.map((entry, at) => (at === which % entries.length ? [entry[0], instead] : entry)),
      );
    }),
    fc.tuple(whole, fc.nat()).map(([value, which]) => {
      const entries = Object.entries(value as object);
      return Object.fromEntries(entries.filter((_, at) => at !== which % entries.length));
    }),
    fc.tuple(whole, text(30), odd).map(([value, key, more]) => ({ ...(value as object), [key]: more })),
    whole.map((value) => [value]),
  );
}
