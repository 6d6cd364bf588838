import { randomUUID } from "node:crypto";
import type { Visitor } from "../visitors.ts";
import type { Statement } from "../wire-tap.ts";

/** A captured statement, with what was particular to its escalation left open. */
export interface Template {
  readonly text: string;
  readonly values: readonly Value[];
}

export type Value =
  | { readonly kind: "same"; readonly value: string | null; readonly type: number }
  | { readonly kind: "chatbot" }
  | { readonly kind: "conversation" }
  /** A text around the conversation's id. */
  | { readonly kind: "about"; readonly before: string; readonly after: string }
  /** A new id for each escalation; equal numbers are the same id. */
  | { readonly kind: "new"; readonly number: number };

type Of = Pick<Visitor, "chatbotId" | "conversationId">;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function toTemplates(captured: readonly Statement[], of: Of): Template[] {
  const made: string[] = [];
  const toValue = (value: string | null, type: number): Value => {
    if (value === of.chatbotId) return { kind: "chatbot" };
    if (value === of.conversationId) return { kind: "conversation" };
    if (value !== null && uuid.test(value)) {
      if (!made.includes(value)) made.push(value);
      return { kind: "new", number: made.indexOf(value) };
    }
    const [before, after] = value?.startsWith("{") ? [] : (value?.split(of.conversationId) ?? []);
    if (before === undefined || after === undefined) return { kind: "same", value, type };
    // A lane's key ends with its destination, which is named after the chatbot: one name for all of them here.
    return { kind: "about", before, after };
  };
  return captured.map(({ text, types, values }) => ({
    text: text.trim(),
    values: values.map((value, index) => toValue(value, types[index] ?? 0)),
  }));
}

/** The values for one more escalation. */
export function fill(templates: readonly Template[], of: Of): (string | null)[][] {
  const made = new Map<number, string>();
  const newId = (number: number): string => {
    const id = made.get(number) ?? `f000000${number}${randomUUID().slice(8)}`;
    made.set(number, id);
    return id;
  };
  return templates.map(({ values }) => values.map((value) => spell(value, of, newId)));
}

function spell(value: Value, of: Of, newId: (number: number) => string): string | null {
  switch (value.kind) {
    case "same":
      return value.value;
    case "chatbot":
      return of.chatbotId;
    case "conversation":
      return of.conversationId;
    case "about":
      return `${value.before}${of.conversationId}${value.after}`;
    case "new":
      return newId(value.number);
  }
}
