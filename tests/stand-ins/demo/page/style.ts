export const style = `
:root {
  --ground: #eceef4; --paper: #ffffff; --ink: #14192a; --soft: #596079; --line: #dcdfe9; --brand: #2b59ff;
  --done: #0b7a4b; --done-ground: #e3f5ec; --off: #b42318; --shade: 0 1px 2px #1a234014, 0 8px 28px #1a234014;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0b0e15; --paper: #151a24; --ink: #e9ecf5; --soft: #99a1b8; --line: #262d3c; --brand: #8ba6ff;
    --done: #5fd69f; --done-ground: #123025; --off: #ff8f85; --shade: 0 0 0 1px #262d3c;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html, body { height: 100%; margin: 0; }
body {
  display: grid; grid-template-rows: auto minmax(0, 1fr); background: var(--ground); color: var(--ink);
  font: 14px/1.4 system-ui, -apple-system, "Segoe UI", sans-serif;
}
:focus-visible { outline: 2px solid var(--brand); outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

header { display: flex; align-items: center; gap: 10px 28px; padding: 12px 20px 2px; }
h1 { display: flex; align-items: center; gap: 8px; margin: 0; font-size: 18px; letter-spacing: -.01em; }
h1 svg { width: 24px; height: 24px; fill: var(--brand); }
h1 small { font-size: 12px; font-weight: 500; color: var(--soft); }
ol { display: flex; flex: 1; flex-wrap: wrap; justify-content: center; gap: 6px 10px; margin: 0; padding: 0; list-style: none; counter-reset: step; }
li { display: flex; align-items: center; gap: 8px; padding: 4px 12px 4px 5px; border-radius: 99px; color: var(--soft); counter-increment: step; transition: background .3s; }
li[aria-current] { background: var(--paper); color: var(--ink); font-weight: 600; box-shadow: var(--shade); }
li[data-is-done] { background: var(--done-ground); color: var(--done); }
.mark { display: grid; place-items: center; flex: none; width: 22px; height: 22px; border-radius: 50%; background: var(--line); color: var(--ink); font-size: 12px; font-weight: 700; }
.mark::before { content: counter(step); }
.mark svg { display: none; width: 14px; fill: none; stroke: currentColor; stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }
li[aria-current] .mark { background: var(--brand); color: var(--paper); }
li[data-is-done] .mark { background: var(--done); color: var(--done-ground); }
li[data-is-done] .mark::before { content: none; }
li[data-is-done] .mark svg { display: block; }
.live { display: flex; align-items: center; gap: 7px; margin: 0; color: var(--soft); font-weight: 600; }
.live i { width: 9px; height: 9px; border-radius: 50%; background: var(--soft); }
.live[data-live="on"] i { background: var(--done); box-shadow: 0 0 0 4px var(--done-ground); }
.live[data-live="off"] { color: var(--off); }
.live[data-live="off"] i { background: var(--off); }

main { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 16px; min-height: 0; padding: 12px 16px 16px; }
.side { display: flex; flex-direction: column; gap: 8px; min-height: 0; }
.pane { display: flex; flex: 1; flex-direction: column; min-height: 0; overflow: hidden; border-radius: 14px; background: var(--paper); box-shadow: var(--shade); }
.bar { display: flex; align-items: center; gap: 10px; padding: 8px 8px 8px 16px; border-bottom: 1px solid var(--line); }
h2 { margin: 0; font-size: 14px; }
.bar span { flex: 1; color: var(--soft); }
.bar a { display: grid; place-items: center; width: 28px; height: 28px; border-radius: 8px; color: var(--soft); font-size: 16px; text-decoration: none; }
.bar a:hover { background: var(--ground); color: var(--ink); }
iframe { flex: 1; width: 100%; min-height: 0; border: 0; }
.tabs { display: flex; gap: 4px; overflow-x: auto; }
.tabs button { padding: 6px 14px; border: 0; border-radius: 99px; background: none; color: var(--soft); font: inherit; font-weight: 600; cursor: pointer; }
.tabs button[aria-selected="true"] { background: var(--paper); color: var(--ink); box-shadow: var(--shade); }

/* Room for two of the team beside the visitor: of two there is no need to choose. */
@media (min-width: 1200px) {
  main:has(.team) { grid-template-columns: minmax(0, 3fr) minmax(0, 7fr); }
  .team { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) minmax(0, 1fr); gap: 8px 16px; }
  .team .tabs { grid-column: 1 / -1; }
  .team .pane[data-near] { display: flex !important; }
  .pair .tabs { display: none; }
  .pair { grid-template-rows: minmax(0, 1fr); }
}
@media (max-width: 1180px) {
  header { flex-wrap: wrap; justify-content: space-between; }
  ol { order: 1; flex-basis: 100%; justify-content: start; }
}
@media (max-width: 900px) {
  html, body { height: auto; }
  body { display: block; }
  main { grid-template-columns: minmax(0, 1fr); padding: 12px; }
  .pane { height: 82svh; min-height: 520px; flex: none; }
}
@media (max-width: 520px) {
  header { padding: 12px 14px 0; }
  main { padding: 12px 8px; }
  ol { flex-direction: column; gap: 2px; }
}
@media (prefers-reduced-motion: reduce) { li { transition: none; } }
`;
