import type { WidgetMessage } from "../../core/http/widget-protocol.ts";
import { texts } from "../texts.ts";

export function senderOf({ author, name }: Pick<WidgetMessage, "author" | "name">): string {
  return author === "visitor" ? texts.you : author === "agent" ? (name ?? texts.team) : texts.assistant;
}
