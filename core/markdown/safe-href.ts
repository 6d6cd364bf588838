const protocols = ["http:", "https:", "mailto:"];

/** The address a browser may be given, or null. A user name in a web address only serves to look like another site. */
export function safeHref(url: string): string | null {
  if (url.length > 2_000 || !URL.canParse(url)) return null;
  const { protocol, username, password, href } = new URL(url);
  return protocols.includes(protocol) && username === "" && password === "" ? href : null;
}
