export interface StreamEvent {
  /** Of this very event; null when it carried none. */
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

/** Takes text as it comes, in any slices, and hands on whole events. */
export function parseEventStream(onEvent: (event: StreamEvent) => void): (text: string) => void {
  let rest = "";
  let id: string | null = null;
  let event = "message";
  let data: string[] = [];

  const takeLine = (line: string) => {
    if (line === "") {
      if (data.length > 0) onEvent({ id, event, data: data.join("\n") });
      id = null;
      event = "message";
      data = [];
      return;
    }
    const [, field, value = ""] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === "data") data.push(value);
    if (field === "id") id = value;
    if (field === "event") event = value;
  };

  return (text) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) takeLine(line);
  };
}
