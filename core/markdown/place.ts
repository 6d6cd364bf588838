import type { Nodes } from "mdast";

/** Where a node stands: what it was written in, and how deep. */
export interface Place {
  readonly source: string;
  readonly depth: number;
}

/** Deeper than this, Markdown is shown as it was written. */
export const maxDepth = 12;

export function below(place: Place): Place {
  return { source: place.source, depth: place.depth + 1 };
}

export function written(node: Nodes, place: Place): string {
  return place.source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
}
