import type { BusinessHours, Weekday } from "../settings.ts";
import { type Field, quoted, type Rule, refuse } from "./field.ts";
import { isRecord, readRecord } from "./read-record.ts";

export const businessHours: Rule<BusinessHours | null> = (given, field) => {
  if (given === null) return null;
  if (!isRecord(given)) return refuse(field, "must be an object with time_zone and days, or null.");
  const now = { time_zone: "", days: {} };
  const complete = field.now === null ? { time_zone: null, days: null, ...given } : given;
  return readRecord<BusinessHours>(complete, { ...field, now: field.now ?? now }, { time_zone: timeZone, days });
};

function timeZone(given: unknown, field: Field<string>): string {
  const name = typeof given === "string" ? given.trim() : "";
  return isTimeZone(name) ? name : refuse(field, "must be a time zone like Europe/Berlin.");
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

type Days = BusinessHours["days"];
type Hours = { readonly open: string; readonly close: string };
const weekdays: readonly Weekday[] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** A day that is left out, or null, is closed. */
function days(given: unknown, field: Field<Days>): Days {
  if (!isRecord(given)) return refuse(field, 'must be an object like {"monday": {"open": "09:00", "close": "17:00"}}.');
  for (const key of Object.keys(given)) {
    if (!weekdays.some((day) => day === key)) field.tell(`${quoted(`${field.name}.${key}`)} is not a weekday.`);
  }
  const open = weekdays.flatMap((day) => {
    const value = given[day];
    if (value === undefined || value === null) return [];
    return [[day, hours(value, { ...field, name: `${field.name}.${day}`, now: { open: "", close: "" } })] as const];
  });
  return open.length > 0 ? Object.fromEntries(open) : refuse(field, "must have at least one day that is open.");
}

function hours(given: unknown, field: Field<Hours>): Hours {
  const complete = isRecord(given) ? { open: null, close: null, ...given } : given;
  const read = readRecord(complete, field, { open: time(/^(?:[01]\d|2[0-3]):[0-5]\d$/), close: time(closing) });
  if (read.open !== "" && read.close !== "" && read.close <= read.open) {
    return refuse(field, "must close later than it opens, on the same day.");
  }
  return read;
}

const closing = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

function time(form: RegExp): Rule<string> {
  return (given, field) =>
    typeof given === "string" && form.test(given) ? given : refuse(field, 'must be a time like "09:30".');
}
