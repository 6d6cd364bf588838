export interface Lamp {
  readonly name: string;
  readonly about: string;
  readonly euros: number;
  readonly lit: boolean;
  /** In a box of 200 by 200; `shade` glows when it is lit. */
  readonly drawing: string;
}

export const lamps: readonly Lamp[] = [
  {
    name: "Firefly",
    about: "Table lamp, blown glass",
    euros: 129,
    lit: true,
    drawing: `<ellipse class="floor" cx="100" cy="172" rx="46" ry="5"/><path class="metal" d="M96 96h8v62h-8z"/><path class="metal" d="M70 164a30 8 0 0 1 60 0v6H70z"/><path class="shade" d="M38 100c0-44 28-66 62-66s62 22 62 66c0 6-28 10-62 10s-62-4-62-10z"/>`,
  },
  {
    name: "Noctis",
    about: "Pendant, spun steel",
    euros: 89,
    lit: false,
    drawing: `<path class="wire" d="M100 0v64"/><path class="metal" d="M92 58h16v16H92z"/><path class="metal" d="M46 128c0-36 24-56 54-56s54 20 54 56z"/><path class="shade" d="M46 128h108c0 7-24 12-54 12s-54-5-54-12z"/>`,
  },
  {
    name: "Heron",
    about: "Reading lamp, brass and oak",
    euros: 164,
    lit: true,
    drawing: `<ellipse class="floor" cx="84" cy="176" rx="44" ry="5"/><path class="wire thick" d="M80 168 62 108l62-56"/><circle class="metal" cx="62" cy="108" r="6"/><path class="metal" d="M52 168h56v7H52z"/><path class="metal" d="m116 44 14-12 12 14-12 10z"/><path class="shade" d="m112 60 26-24c16 4 30 22 30 40-20 6-44 0-56-16z"/>`,
  },
  {
    name: "Moonjar",
    about: "Paper globe, hand folded",
    euros: 54,
    lit: true,
    drawing: `<path class="wire" d="M100 0v40"/><path class="metal" d="M88 36h24v8H88z"/><circle class="shade" cx="100" cy="104" r="62"/><path class="fold" d="M46 74c30 10 78 10 108 0M39 104c34 12 88 12 122 0M46 134c30 10 78 10 108 0M66 52c20 8 48 8 68 0M66 156c20 6 48 6 68 0"/>`,
  },
];

export function draw({ name, drawing }: Lamp): string {
  return `<svg viewBox="0 0 200 200" role="img" aria-label="${name}"><circle class="glow" cx="100" cy="96" r="96"/>${drawing}</svg>`;
}
