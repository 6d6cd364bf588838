/** Whether a page of this origin may use the chatbot: exact origins, or `https://*.example.com` for what is below it. */
export function isAllowedOrigin(origin: string, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true;
  return allowed.some((each) => matches(origin.toLowerCase(), each.toLowerCase()));
}

function matches(origin: string, pattern: string): boolean {
  const [scheme, host] = pattern.split("://*.");
  if (host === undefined) return origin === pattern.replace(/\/$/, "");
  const prefix = `${scheme}://`;
  const below = origin.slice(prefix.length, -host.length - 1);
  return origin === `${prefix}${below}.${host}` && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(below);
}
