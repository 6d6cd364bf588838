interface Named {
  readonly id: string;
  readonly name: string;
}

/** What Teams makes of a line typed by a person: escaped, with mentions as <at> tags and as entities. */
export function typedText(line: string, known: readonly Named[]) {
  const mentioned: Named[] = [];
  const names = known.toSorted((a, b) => b.name.length - a.name.length);
  const pieces = line.split("@").map((piece, index) => {
    const named = index === 0 ? undefined : names.find(({ name }) => startsWithName(piece, name));
    if (named === undefined) return index === 0 ? escaped(piece) : `@${escaped(piece)}`;
    mentioned.push(named);
    return `<at>${escaped(named.name)}</at>${escaped(piece.slice(named.name.length))}`;
  });
  const entities = mentioned.map(({ id, name }) => ({
    type: "mention",
    mentioned: { id, name },
    text: `<at>${escaped(name)}</at>`,
  }));
  return { text: pieces.join(""), entities };
}

function startsWithName(piece: string, name: string): boolean {
  return (
    piece.slice(0, name.length).toLowerCase() === name.toLowerCase() && !/^[\p{L}\p{N}]/u.test(piece.slice(name.length))
  );
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
