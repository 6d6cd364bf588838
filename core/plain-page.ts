import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";

/** Markup of ours, with everything from elsewhere escaped. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | Markup | readonly Markup[];

/** Writes markup: what stands in the template is ours, what is put into it is text. */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { markup: parts.map((part, at) => part + written(values[at])).join("") };
}

export interface PlainPage {
  readonly status: number;
  readonly title: string;
  readonly body: Markup;
  readonly retryAfter?: number;
}

/**
 * A page without a script, for people who come by a link: no robot keeps it, no other site can frame it, and where it
 * leads learns nothing of its address.
 */
export function sendPage(response: ServerResponse, { status, title, body, retryAfter }: PlainPage): void {
  response.writeHead(status, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": policy,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    ...(retryAfter !== undefined && { "Retry-After": String(retryAfter) }),
  });
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${{ markup: style }}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
  response.end(page.markup);
}

function written(value: Value | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "string" || typeof value === "number") return escaped(String(value));
  return "markup" in value ? value.markup : value.map((each) => each.markup).join("");
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
:root { --ground: #eceef4; --paper: #fff; --ink: #14192a; --soft: #596079; --line: #dcdfe9; --brand: #2b59ff; --on-brand: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #0b0e15; --paper: #151a24; --ink: #e9ecf5; --soft: #99a1b8; --line: #262d3c; --brand: #8ba6ff; --on-brand: #0b0e15; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 44rem; margin: 8vh auto 2rem; padding: 2rem; border: 1px solid var(--line); border-radius: 14px; background: var(--paper); }
@media (max-width: 46rem) { main { min-height: 100vh; margin: 0; padding: 1.25rem; border: 0; border-radius: 0; } }
h1 { margin: 0 0 1rem; font-size: 1.375rem; line-height: 1.3; overflow-wrap: anywhere; }
h2 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
p, pre { margin: 0 0 1rem; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
a { color: var(--brand); overflow-wrap: anywhere; }
button { padding: .75rem 1.5rem; border: 0; border-radius: 10px; background: var(--brand); color: var(--on-brand); font: inherit; font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
article { padding: 1.25rem 0; border-top: 1px solid var(--line); }
article p { margin: .25rem 0; font-size: .875rem; }
pre { margin: .75rem 0 0; font: .875rem/1.5 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; }
`;

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");
