import { describe, expect, it } from "vitest";
import { parseEventStream, type StreamEvent } from "../../../widget/client/parse-event-stream.ts";

describe("a stream of server-sent events", () => {
  const wire =
    ': hello\n\nid: 7\nevent: message\ndata: {"text":"a: b"}\n\nevent: chatbot\ndata: one\r\ndata:two\r\n\r\n: beat\n\nid: 8\nevent: status\ndata: {}\n\ndata: half';
  const events: StreamEvent[] = [
    { id: "7", event: "message", data: '{"text":"a: b"}' },
    { id: null, event: "chatbot", data: "one\ntwo" },
    { id: "8", event: "status", data: "{}" },
  ];

  it("gives whole events, comments and halves left out", () => {
    expect(parsed([wire])).toEqual(events);
  });

  it.each([1, 2, 3, 5, 7])("gives the same events in slices of %i", (size) => {
    const slices = Array.from({ length: Math.ceil(wire.length / size) }, (_, index) =>
      wire.slice(index * size, (index + 1) * size),
    );
    expect(parsed(slices)).toEqual(events);
  });

  function parsed(slices: readonly string[]) {
    const seen: StreamEvent[] = [];
    const take = parseEventStream((event) => seen.push(event));
    for (const slice of slices) take(slice);
    return seen;
  }
});
