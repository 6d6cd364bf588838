export const style = `
:root {
  --paper: #faf5ec; --card: #ffffff; --ink: #2a2018; --soft: #6f6152; --line: #eadfce; --accent: #a8481a; --on-accent: #ffffff;
  --metal: #4a3b2e; --shade: #efe3d0; --lit: #ffc15e; --glow: #ffb84d; --wall: #f2e7d6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16110d; --card: #1f1813; --ink: #f5e9da; --soft: #b5a390; --line: #35291f; --accent: #f0a35e; --on-accent: #231204;
    --metal: #8a705a; --shade: #43362b; --lit: #ffd08a; --glow: #ff9d2e; --wall: #1b1510;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 "Avenir Next", "Segoe UI", system-ui, sans-serif; container-type: inline-size; }
a { color: inherit; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 6px; }
h1, h2, h3, p, figure { margin: 0; }
h1, h2, .name { font-family: Charter, "Iowan Old Style", Georgia, serif; font-weight: 600; letter-spacing: -.01em; }

header { display: flex; align-items: center; gap: 20px; padding: 16px clamp(18px, 4vw, 44px); border-bottom: 1px solid var(--line); }
.name { display: flex; align-items: center; gap: 7px; font-size: 21px; text-decoration: none; }
.name svg { width: 22px; fill: var(--accent); }
nav { display: flex; flex: 1; gap: 18px; }
nav a, .basket { color: var(--soft); font-size: 14.5px; text-decoration: none; white-space: nowrap; }
nav a:hover { color: var(--ink); text-decoration: underline; text-underline-offset: 4px; }
.basket b { color: var(--ink); }

main { padding: 0 clamp(18px, 4vw, 44px); }
.hero { display: grid; grid-template-columns: 1.25fr 1fr; align-items: center; gap: 20px; margin: 24px 0 36px; padding: clamp(24px, 5vw, 48px); border-radius: 22px; background: var(--wall); overflow: hidden; }
.hero h1 { font-size: clamp(30px, 6cqi, 54px); line-height: 1.08; text-wrap: balance; }
.hero p { margin: 14px 0 22px; color: var(--soft); font-size: 17px; max-width: 26em; }
.hero svg { width: 100%; max-height: 300px; overflow: visible; }
.button { display: inline-block; padding: 10px 20px; border-radius: 99px; background: var(--accent); color: var(--on-accent); font-weight: 600; text-decoration: none; }
.button:hover { filter: brightness(1.08); }

#lamps h2 { font-size: 25px; margin-bottom: 14px; }
.lamps { display: grid; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); gap: 16px; margin: 0; padding: 0; list-style: none; }
.lamps li { display: grid; grid-template-columns: 1fr auto; gap: 8px 10px; padding: 12px; border: 1px solid var(--line); border-radius: 18px; background: var(--card); }
.switch { grid-column: 1 / -1; padding: 12px; border: 0; border-radius: 12px; background: var(--wall); cursor: pointer; overflow: hidden; }
.switch svg { display: block; height: 168px; margin: auto; overflow: visible; }
h3 { font-size: 16px; }
.lamps p { color: var(--soft); font-size: 14px; }
.lamps .price { color: var(--ink); font-weight: 600; font-size: 16px; text-align: right; }
.add { grid-column: 1 / -1; padding: 8px; border: 1px solid var(--line); border-radius: 99px; background: none; color: var(--ink); font: inherit; font-size: 14px; font-weight: 600; cursor: pointer; }
.add:hover { border-color: var(--accent); color: var(--accent); }

.glow { fill: var(--glow); opacity: 0; filter: blur(26px); transition: opacity .5s; }
.metal { fill: var(--metal); }
.floor { fill: #0000001c; }
.wire { fill: none; stroke: var(--metal); stroke-width: 2; }
.thick { stroke-width: 6; stroke-linejoin: round; }
.fold { fill: none; stroke: #0000001f; stroke-width: 1.5; }
.shade { fill: var(--shade); transition: fill .5s; }
[data-lit] .shade { fill: var(--lit); }
[data-lit] .glow { opacity: .42; }

.promise { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); gap: 12px; margin: 36px 0; padding: 22px 0; border-block: 1px solid var(--line); }
.promise p { color: var(--soft); font-size: 14.5px; }
.promise b { display: block; color: var(--ink); }
footer { padding: 0 clamp(18px, 4vw, 44px) 96px; color: var(--soft); font-size: 14px; }

@container (max-width: 560px) {
  nav { display: none; }
  .basket { margin-left: auto; }
  .hero { grid-template-columns: 1fr; }
  .hero figure { display: none; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; scroll-behavior: auto !important; } }
`;
