/** Two spellings of one address have the same key. */
export function emailKey(email: string): string {
  return email.toLowerCase();
}

/**
 * An address that mail can be sent to, as far as its form tells: before the @ ASCII alone, because hardly a mail server
 * takes more (SMTPUTF8, RFC 6531); after it any letters, which have an ASCII form. Linear in time.
 */
export function isEmailAddress(text: string): boolean {
  const at = text.lastIndexOf("@");
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  const labels = domain.split(".");
  return (
    at > 0 &&
    text.length <= 254 &&
    local.length <= 64 &&
    /^[\x21-\x7e]+$/.test(local) &&
    !/[@<>()[\],;:\\"]/.test(local) &&
    !/^\.|\.\.|\.$/.test(local) &&
    labels.length > 1 &&
    labels.every((label) => /^[\p{Letter}\p{Mark}\p{Number}-]{1,63}$/u.test(label) && !/^-|-$/.test(label))
  );
}
