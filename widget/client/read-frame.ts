import type { WidgetFrame } from "../../core/http/widget-protocol.ts";
import type { StreamEvent } from "./parse-event-stream.ts";

/** The server is ours: its JSON is taken at its word. Events of a newer server pass by. */
export function readFrame({ event, data }: StreamEvent): WidgetFrame | null {
  try {
    return { event, data: JSON.parse(data) } as WidgetFrame;
  } catch {
    return null;
  }
}
