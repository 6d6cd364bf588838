export const style = `
:root {
  --ground: #f4f6fa; --paper: #ffffff; --ink: #171d2b; --soft: #596079; --line: #dfe3ec; --brand: #2b59ff;
  --good: #0b6b43; --good-ground: #e1f4ea; --bad: #a4201a; --bad-ground: #fdeceb; --flash: #e6ecff;
  --key: #1f4bd8; --string: #0b6b43; --value: #93370d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1219; --paper: #171d27; --ink: #e7ebf4; --soft: #9aa4bb; --line: #29313f; --brand: #8ba6ff;
    --good: #6fdca8; --good-ground: #12301f; --bad: #ff9a91; --bad-ground: #3a1a19; --flash: #202b4a;
    --key: #9db6ff; --string: #7fdcae; --value: #ffb38a;
  }
}
* { box-sizing: border-box; }
/* The page scrolls, not the list: the newest is on top, and whoever reads further down is left there. */
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", sans-serif;
}
:focus-visible { outline: 2px solid var(--brand); outline-offset: 2px; }
header { position: sticky; top: 0; display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; padding: 12px 16px; background: var(--paper); border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 17px; }
header p { margin: 0; color: var(--soft); }
.where { flex: 1; min-width: 0; overflow-wrap: anywhere; }
code, pre, dl, .id { font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.deliveries { padding: 12px 16px 24px; }
.empty { max-width: 40ch; margin: 15vh auto 0; text-align: center; color: var(--soft); }
.delivery { margin-bottom: 10px; border: 1px solid var(--line); border-radius: 12px; background: var(--paper); overflow: hidden; }
.delivery[open] summary { border-bottom: 1px solid var(--line); }
.delivery:first-child { animation: flash 1.6s ease-out; }
@keyframes flash { from { background: var(--flash); } }
@media (prefers-reduced-motion: reduce) { .delivery:first-child { animation: none; } }
summary { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; padding: 10px 14px; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "▸"; color: var(--soft); }
[open] > summary::before { content: "▾"; }
summary:hover { background: var(--ground); }
.verdict { padding: 1px 9px; border-radius: 99px; font-size: 12px; font-weight: 600; }
.verdict[data-verdict="good"] { background: var(--good-ground); color: var(--good); }
.verdict[data-verdict="bad"] { background: var(--bad-ground); color: var(--bad); }
.attempt, .answer, time { color: var(--soft); font-size: 12.5px; }
time { margin-left: auto; font-variant-numeric: tabular-nums; }
.id { margin: 10px 14px 0; color: var(--soft); overflow-wrap: anywhere; }
pre { margin: 8px 14px; white-space: pre-wrap; overflow-wrap: anywhere; }
.key { color: var(--key); } .string { color: var(--string); } .value { color: var(--value); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0 14px; margin: 0; padding: 10px 14px 12px; border-top: 1px dashed var(--line); color: var(--soft); }
dt, dd { margin: 0; }
dd { overflow-wrap: anywhere; color: var(--ink); }
@media (max-width: 520px) {
  header, .deliveries { padding-inline: 10px; }
  .where { order: 1; flex-basis: 100%; }
  .count { margin-left: auto; }
  dl { grid-template-columns: minmax(0, 1fr); }
  dd { margin-bottom: 4px; }
}
`;
