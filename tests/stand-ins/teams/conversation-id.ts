/** "19:…@thread.tacv2;messageid=1700000001001": a channel, or a thread in it. Chats are "a:…". */
export function parseConversationId(id: string): { readonly channel: string; readonly root?: string } {
  const [channel = "", root] = id.split(";messageid=");
  return root === undefined ? { channel } : { channel, root };
}

export function threadId(channel: string, root: string): string {
  return `${channel};messageid=${root}`;
}
