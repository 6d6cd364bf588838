export interface Scroll {
  /** After each drawing. */
  drawn(): void;
  toEnd(): void;
}

/** The newest message stays in sight, unless the visitor has scrolled back to read. */
export function keepAtEnd(log: HTMLElement, onBehind: (behind: boolean) => void): Scroll {
  let atEnd = true;
  let height = 0;
  const toEnd = () => {
    atEnd = true;
    log.scrollTop = log.scrollHeight;
  };
  log.onscroll = () => {
    atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 48;
    if (atEnd) onBehind(false);
  };
  return {
    toEnd,
    drawn() {
      if (atEnd) toEnd();
      else if (log.scrollHeight > height) onBehind(true);
      height = log.scrollHeight;
    },
  };
}
