import { domainToASCII } from "node:url";
import { cleanText, cutText, isEmailAddress, oneLine } from "../../core/index.ts";

export interface MailAddress {
  readonly email: string;
  readonly name: string;
}

/** The address as mail carries it; null if there is no such way to write it. What is not one address must go nowhere. */
export function sendable(email: string): string | null {
  if (!isEmailAddress(email)) return null;
  const at = email.lastIndexOf("@");
  const local = email.slice(0, at);
  const domain = domainToASCII(email.slice(at + 1));
  return /^[\x21-\x7e]+$/.test(local) && /^[a-z0-9.-]{1,253}$/.test(domain) ? `${local}@${domain}` : null;
}

export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1);
}

/** A name as it may stand before an address: one line, without what separates addresses. */
export function headerName(name: string): string {
  return cutText(oneLine(cleanText(name).replace(/[<>"\\,;:@()[\]]/g, " ")), 80);
}
