import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readableOn } from "../../../widget/panel/look.ts";

describe("text on the owner's colour", () => {
  it.each([
    ["#2b59ff", "#fff"],
    ["#ffd84d", "#000"],
    ["#fff", "#000"],
    ["#000000", "#fff"],
    ["#777", "#000"],
  ])("on %s is %s", (brand, text) => {
    expect(readableOn(brand)).toBe(text);
  });

  it("reaches WCAG AA on any colour", () => {
    const part = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(part, part, part, (...rgb) => {
        const brand = `#${rgb.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
        expect(contrast(brand, readableOn(brand) === "#fff" ? "#ffffff" : "#000000")).toBeGreaterThan(4.5);
      }),
    );
  });

  function contrast(a: string, b: string): number {
    const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((one, other) => other - one);
    return (light + 0.05) / (dark + 0.05);
  }

  function luminance(hex: string): number {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
});
