import { type Rule, refuse } from "./field.ts";

export const localeTag: Rule<string> = (given, field) => {
  const tag = typeof given === "string" ? given.trim() : "";
  if (tag.toLowerCase() === "auto") return "auto";
  return canonical(tag) ?? refuse(field, 'must be "auto" or a language tag like "en" or "pt-BR".');
};

function canonical(tag: string): string | null {
  if (tag === "" || tag.length > 35) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}
