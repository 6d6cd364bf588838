/** What a request, a proxy or Deskbell itself already says by this name. */
const taken = new Set([
  "accept",
  "age",
  "authorization",
  "cache-control",
  "connection",
  "cookie",
  "date",
  "expect",
  "forwarded",
  "from",
  "host",
  "keep-alive",
  "location",
  "max-forwards",
  "origin",
  "pragma",
  "range",
  "referer",
  "set-cookie",
  "te",
  "traceparent",
  "tracestate",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "via",
  "warning",
]);
const takenBeginnings = ["accept-", "access-control-", "content-", "if-", "proxy-", "sec-", "webhook-", "x-forwarded-"];

const maxLength = 100;

/** What is wrong with the name of a compatibility header, in a sentence for who entered it; null if it may be used. */
export function problemOfHeaderName(name: string): string | null {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
    return "The header's name may have letters, digits and hyphens, like X-Signature.";
  }
  if (name.length > maxLength) return `The header's name is longer than ${maxLength} characters.`;
  const lower = name.toLowerCase();
  if (taken.has(lower) || takenBeginnings.some((beginning) => lower.startsWith(beginning))) {
    return `${name} has a meaning of its own in HTTP or in Deskbell. Choose another name, like X-Signature.`;
  }
  return null;
}
