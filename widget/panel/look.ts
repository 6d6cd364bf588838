import type { WidgetChatbot } from "../../core/http/widget-protocol.ts";
import type { Shelf } from "../client/create-shelf.ts";

/** Style properties of the frame; kept, so that the launcher looks right before the next page has asked the server. */
export function dress(frame: HTMLElement, theme: WidgetChatbot["theme"], shelf: Shelf) {
  const look = lookOf(theme);
  for (const [name, value] of Object.entries(look)) frame.style.setProperty(name, value);
  shelf.set("look", JSON.stringify(look));
}

export function lookOf({ color, position, scheme }: WidgetChatbot["theme"]): Record<string, string> {
  return {
    "--brand": color,
    "--on-brand": readableOn(color),
    "--left": position === "left" ? "20px" : "auto",
    "--right": position === "left" ? "auto" : "20px",
    "color-scheme": scheme === "auto" ? "light dark" : scheme,
  };
}

/** The better of black and white is never below 4.58:1, so any brand passes WCAG AA. */
export function readableOn(color: string): "#000" | "#fff" {
  const hex = color.length === 4 ? color.replace(/\w/g, "$&$&") : color;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}
