interface Named {
  readonly id: string;
  readonly name: string;
}

/** The one that somebody means by an id or a name; the first one if they say nothing. */
export function chooseChatbot<T extends Named>(chatbots: readonly T[], said: string | null): T | null {
  if (said === null) return chatbots[0] ?? null;
  const wanted = said.trim().toLowerCase();
  return chatbots.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted) ?? null;
}
