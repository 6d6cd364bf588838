export const style = `
:root {
  --canvas: #f4f6fb; --paper: #ffffff; --ink: #1b2230; --soft: #596274; --line: #e3e7ef; --border: #c9d0dd; --hover: #f1f4fa;
  --on: #e6eefc; --accent: #1458c8; --accent-ink: #ffffff; --link: #1458c8; --good: #0b7045; --bad: #b3261e; --bad-ground: #fdeceb;
  --warn: #7d5300; --warn-ground: #fdf2da; --good-ground: #e3f5ec; --quiet: #f0f2f7; --flash: #fff4d1; --quote: #cfd8e8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --canvas: #0e1219; --paper: #161b25; --ink: #e8ebf2; --soft: #a0a9bb; --line: #272e3c; --border: #3d475a; --hover: #1c2330;
    --on: #1d2c49; --accent: #7fb0ff; --accent-ink: #0c1a33; --link: #8db8ff; --good: #6fdaa5; --bad: #ff9a92; --bad-ground: #3a1d1d;
    --warn: #f3c969; --warn-ground: #352a10; --good-ground: #12301f; --quiet: #1e2532; --flash: #3b3315; --quote: #3a4760;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html, body { height: 100%; margin: 0; }
body {
  display: grid; grid-template-rows: auto minmax(0, 1fr); background: var(--canvas); color: var(--ink);
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow: hidden;
}
button, select { font: inherit; color: inherit; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
h2:focus-visible, main:focus-visible { outline: none; }
a { color: var(--link); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.top { display: flex; align-items: center; gap: 10px; min-height: 52px; padding: 8px 16px; }
.top svg { flex: none; width: 26px; height: 26px; fill: none; stroke: var(--accent); stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round; }
h1 { flex: 1; min-width: 0; margin: 0; font-size: 17px; letter-spacing: -.01em; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
h1 small { margin-left: 4px; font-size: 12px; font-weight: 400; letter-spacing: 0; color: var(--soft); }
.top select { max-width: min(48vw, 340px); padding: 6px 10px; border: 1px solid var(--border); border-radius: 8px; background: var(--paper); text-overflow: ellipsis; }

.panes { display: grid; grid-template-columns: minmax(280px, 37%) minmax(0, 1fr); gap: 10px; min-height: 0; padding: 0 12px 12px; }
.list, .reading { min-height: 0; overflow-y: auto; border-radius: 12px; background: var(--paper); border: 1px solid var(--line); }
.count { position: sticky; top: 0; z-index: 1; margin: 0; padding: 10px 16px 8px; background: var(--paper); border-bottom: 1px solid var(--line); font-size: 12px; font-weight: 600; color: var(--soft); }
.count:empty { display: none; }
.banner:empty { display: none; }
.banner { margin: 0; }
.suppressed { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; padding: 10px 16px; background: var(--warn-ground); color: var(--warn); font-size: 13px; overflow-wrap: anywhere; }
.suppressed > span { flex: 1 1 180px; }
.suppressed button { padding: 3px 10px; border: 1px solid currentColor; border-radius: 6px; background: none; font-weight: 600; cursor: pointer; }
ol { list-style: none; margin: 0; padding: 0; }
.row { display: grid; gap: 1px; width: 100%; padding: 10px 16px 11px 20px; border: 0; border-bottom: 1px solid var(--line); background: none; text-align: start; cursor: pointer; position: relative; }
.row:hover { background: var(--hover); }
.row[aria-current] { background: var(--on); box-shadow: inset 3px 0 var(--accent); }
.row > span { min-width: 0; }
.who { display: flex; align-items: center; gap: 8px; }
.who .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.who time { margin-inline-start: auto; flex: none; font-size: 12px; color: var(--soft); }
.row .subject, .row .snippet, .row .to { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.row .snippet, .row .to { color: var(--soft); font-size: 13px; }
.row .to { font-size: 12px; }
.row[data-unread] .name, .row[data-unread] .subject { font-weight: 700; }
.row[data-unread] time { color: var(--accent); font-weight: 600; }
.dot { position: absolute; inset-inline-start: 8px; width: 7px; height: 7px; border-radius: 50%; background: var(--accent); }
.tag { flex: none; padding: 0 7px; border-radius: 99px; background: var(--bad-ground); color: var(--bad); font-size: 11px; font-weight: 600; line-height: 18px; }
.tag[data-event="deferred"], .tag[data-event="unsubscribe"] { background: var(--warn-ground); color: var(--warn); }
li.fresh > .row { animation: flash 2s ease-out; }
@keyframes flash { from { background: var(--flash); } }
.empty { margin: 0; padding: 48px 24px; text-align: center; color: var(--soft); }

.mail { padding: 0 24px 28px; }
.bar { position: sticky; top: 0; z-index: 1; display: flex; align-items: center; gap: 8px; margin: 0 -24px; padding: 8px 16px; background: var(--paper); border-bottom: 1px solid var(--line); }
.acts { display: flex; flex-wrap: wrap; gap: 6px; }
.bar button { padding: 5px 12px; border: 1px solid var(--border); border-radius: 8px; background: var(--paper); cursor: pointer; }
.bar button:hover { background: var(--hover); }
.bar button[aria-busy] { opacity: .6; }
.bar .back { display: none; border-color: transparent; color: var(--link); font-weight: 600; }
.result { margin: 12px 0 0; padding: 8px 12px; border-radius: 8px; background: var(--good-ground); color: var(--good); font-size: 13px; }
.result.bad { background: var(--bad-ground); color: var(--bad); }
.result:empty { display: none; }
h2.subject { margin: 20px 0 14px; font-size: 20px; line-height: 1.3; letter-spacing: -.01em; overflow-wrap: anywhere; }
.people { display: grid; grid-template-columns: 40px minmax(0, 1fr) auto; gap: 0 12px; align-items: center; }
.avatar { display: grid; place-items: center; width: 40px; height: 40px; border-radius: 50%; color: #fff; font-size: 17px; font-weight: 600; }
.from { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 8px; overflow-wrap: anywhere; }
.from .name { font-weight: 700; }
.from .address, .people .to, .people time { font-size: 13px; color: var(--soft); }
.people .to { overflow-wrap: anywhere; }
.people time { align-self: start; padding-top: 2px; }
.headers { margin: 14px 0 0; font-size: 13px; }
.headers summary { width: fit-content; padding: 2px 6px 2px 0; color: var(--soft); cursor: pointer; border-radius: 4px; }
.headers dl { display: grid; grid-template-columns: fit-content(190px) minmax(0, 1fr); gap: 3px 16px; margin: 8px 0 0; padding: 12px 14px; border-radius: 8px; background: var(--quiet); }
.headers dt { color: var(--soft); overflow-wrap: anywhere; }
.headers dd { margin: 0; font-family: ui-monospace, "SF Mono", Consolas, monospace; font-size: 12px; line-height: 1.6; overflow-wrap: anywhere; }
.text { margin: 20px 0 26px; max-width: 76ch; font-size: 15px; line-height: 1.55; overflow-wrap: anywhere; }
.line { white-space: pre-wrap; }
.quoted { padding-inline-start: 10px; border-inline-start: 3px solid var(--quote); color: var(--soft); }
.none { color: var(--soft); font-style: italic; }
.events { display: flex; flex-direction: column; gap: 4px; padding-top: 12px; border-top: 1px solid var(--line); font-size: 12px; color: var(--soft); }
.events:empty { display: none; }
.events li { display: flex; flex-wrap: wrap; gap: 0 8px; overflow-wrap: anywhere; }
.events strong { min-width: 76px; font-weight: 600; color: var(--ink); }
.events [data-event="bounce"] strong, .events [data-event="dropped"] strong, .events [data-event="spamreport"] strong { color: var(--bad); }
.events [data-event="delivered"] strong { color: var(--good); }

@media (max-width: 760px) {
  .panes { grid-template-columns: minmax(0, 1fr); padding: 0 8px 8px; }
  .panes[data-open] .list, .panes:not([data-open]) .reading { display: none; }
  .bar .back { display: block; margin-inline-end: auto; padding-inline: 6px; white-space: nowrap; }
  .mail { padding: 0 16px 24px; }
  .bar { margin: 0 -16px; padding: 8px 10px; }
}
@media (max-width: 520px) {
  h1 small { display: none; }
  .bar { flex-wrap: wrap; }
  .bar button, .row { min-height: 40px; }
  .acts { flex: 1 0 100%; }
  .acts button { flex: 1 1 auto; padding-inline: 8px; }
  .people time { grid-column: 2; padding-top: 0; }
  .headers dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .headers dd { margin-bottom: 8px; }
}
@media (prefers-reduced-motion: reduce) { li.fresh > .row { animation: none; } }
`;
