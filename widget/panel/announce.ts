interface Announcer {
  ariaNotify?(words: string): void;
}

/** Where the browser can say it directly, the log stays silent: one channel, so nothing is read twice. */
export const announcesItself = "ariaNotify" in Element.prototype;

export function announce(element: Element & Announcer, words: string) {
  element.ariaNotify?.(words);
}
