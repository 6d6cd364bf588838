import type { LeadForm } from "../settings.ts";
import { oneOf, type Rule } from "./field.ts";
import { readRecord } from "./read-record.ts";

const need = oneOf("off", "optional", "required");

export const leadForm: Rule<LeadForm> = (given, field) =>
  readRecord(given, field, {
    timing: oneOf("off", "before_chat", "before_escalation"),
    fields: (fields, inner) => readRecord(fields, inner, { name: need, email: need, phone: need }),
  });
