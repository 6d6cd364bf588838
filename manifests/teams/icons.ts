import { type Pixel, png } from "./png.ts";

/** Also the app's accent. */
export const iconBackground = "#1b2a4e";

/** 192 × 192: the bell on a full square, with the 48 pixels around it that Teams may crop. */
export function colorIcon(): Uint8Array {
  const [ink, paper] = [rgb("#ffffff"), rgb(iconBackground)];
  return png(192, (x, y) => {
    const share = coverage(bell, (x - 48) / 3, (y - 48) / 3, 1 / 3);
    const mixed = paper.map((from, channel) => Math.round(from + ((ink[channel] ?? 0) - from) * share));
    return opaque(mixed);
  });
}

/** 32 × 32 without padding, of nothing but white, or Teams' validation refuses it. */
export function outlineIcon(): Uint8Array {
  return png(32, (x, y) => [255, 255, 255, Math.round(255 * coverage(bellOutline, x, y, 1))]);
}

/** Whether a point of a 32 × 32 square is inside. */
type Shape = (x: number, y: number) => boolean;

const base = roundedBar(1, 25, 30, 4);
const knob = roundedBar(11, 3, 10, 4);
const stem = box(14, 5, 4, 7);
const bell = either(base, knob, stem, dome(13));
const bellOutline = either(base, knob, stem, (x, y) => dome(13)(x, y) && !(dome(10.5)(x, y) && y < 21));

function dome(radius: number): Shape {
  return (x, y) => y <= 23 && Math.hypot(x - 16, y - 23) <= radius;
}

function box(left: number, top: number, width: number, height: number): Shape {
  return (x, y) => x >= left && x <= left + width && y >= top && y <= top + height;
}

function roundedBar(left: number, top: number, width: number, height: number): Shape {
  const radius = height / 2;
  const within = (x: number) => Math.min(Math.max(x, left + radius), left + width - radius);
  return (x, y) => Math.hypot(x - within(x), y - top - radius) <= radius;
}

function either(...shapes: readonly Shape[]): Shape {
  return (x, y) => shapes.some((shape) => shape(x, y));
}

const samples = 4;

/** How much of a square pixel a shape covers, from 0 to 1: what makes edges smooth. */
function coverage(shape: Shape, left: number, top: number, side: number): number {
  const place = (index: number) => (side * (index + 0.5)) / samples;
  let inside = 0;
  for (let down = 0; down < samples; down++)
    for (let across = 0; across < samples; across++) if (shape(left + place(across), top + place(down))) inside++;
  return inside / samples ** 2;
}

function rgb(hex: string): readonly number[] {
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
}

function opaque([red = 0, green = 0, blue = 0]: readonly number[]): Pixel {
  return [red, green, blue, 255];
}
