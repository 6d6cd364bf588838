import { listOf, quoted, type Rule, refuse } from "./field.ts";

const most = 100;

export const allowedOrigins: Rule<readonly string[]> = (given, field) => {
  const origins = listOf(given, field, (item) => {
    const origin = typeof item === "string" ? originOf(item.trim()) : null;
    if (origin === null) field.tell(`${field.name}: ${quoted(shown(item))} ${wanted}`);
    return origin;
  });
  if (origins.length > most) return refuse(field, `has ${origins.length} origins: at most ${most} fit.`);
  return [...new Set(origins)];
};

const wanted = "is not an origin like https://shop.example.com or https://*.example.com.";

/** As browsers send it in the Origin header; a slash at its end is forgiven. */
function originOf(text: string): string | null {
  const wildcard = /^https:\/\/\*\.(?=[^.]+\.)/i.exec(text)?.[0] ?? "";
  const exact = wildcard === "" ? text : `https://${text.slice(wildcard.length)}`;
  if (text.length > 300 || exact.includes("*") || !URL.canParse(exact)) return null;
  const { origin, protocol, href } = new URL(exact);
  if ((protocol !== "http:" && protocol !== "https:") || href !== `${origin}/`) return null;
  return wildcard === "" ? origin : origin.replace("https://", "https://*.");
}

function shown(item: unknown): string {
  return typeof item === "string" ? item : typeof item;
}
