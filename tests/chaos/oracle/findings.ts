export interface Finding {
  readonly conversationId: string;
  readonly what: string;
}

/** What is wrong, sorted by what it means. */
export interface Findings {
  /** Acknowledged, or known to the database, and not to be seen where it belongs. */
  readonly lost: Finding[];
  readonly reordered: Finding[];
  /** Seen more than once, or done more than once. */
  readonly duplicates: Finding[];
  /** The database contradicts itself. */
  readonly inconsistent: Finding[];
}

export function noFindings(): Findings {
  return { lost: [], reordered: [], duplicates: [], inconsistent: [] };
}
