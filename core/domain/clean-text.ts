/**
 * Text that PostgreSQL takes, that no terminal obeys and that cannot reorder what stands beside it.
 * Joiners and direction marks stay: emoji and right-to-left scripts are written with them.
 */
export function cleanText(text: string): string {
  return text
    .replace(loneSurrogates, "\uFFFD")
    .replace(lineEnds, "\n")
    .replace(controls, "")
    .replace(directionOverrides, "");
}

const loneSurrogates = /\p{Surrogate}/gu;
const lineEnds = /\r\n?|[\u2028\u2029]/g;
const controls = /(?![\n\t])\p{Control}/gu;
const directionOverrides = /[\u202A-\u202E\u2066-\u2069]/g;
