import type { Pane } from "../stand-in.ts";

const bell = `<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M4 23a12 12 0 0 1 24 0z"/><rect x="2" y="24.5" width="28" height="3.5" rx="1.75"/><path d="M14.5 6h3v4h-3z"/><path d="M11.5 4.2A1.2 1.2 0 0 1 12.7 3h6.6a1.2 1.2 0 0 1 0 2.4h-6.6a1.2 1.2 0 0 1-1.2-1.2z"/></svg>`;
const tick = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 8.5l3 3 6-7"/></svg>`;

export function html([visitor, ...team]: readonly Pane[]): string {
  const all = [...(visitor ? [visitor] : []), ...team];
  const steps = all.flatMap((pane) => pane.steps);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Deskbell demo</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
<script type="module" src="/script.js"></script>
</head>
<body>
<header>
  <h1>${bell}<span>Deskbell</span> <small>demo</small></h1>
  <ol aria-label="What to try">
    ${steps.map(({ todo }) => `<li data-step><span class="mark">${tick}</span><span>${escaped(todo)}</span><span class="hidden" data-done></span></li>`).join("\n    ")}
  </ol>
  <p class="live" role="status" data-live><i></i><span>Connecting…</span></p>
</header>
<main>
  <section class="side" aria-label="The visitor">${visitor ? drawPane(visitor) : ""}</section>
  <section class="side${team.length > 1 ? " team" : ""}${team.length === 2 ? " pair" : ""}" aria-label="The team">
    ${team.length > 1 ? tabs(team) : ""}
    ${team.map((pane, index) => drawPane(pane, index > 0, index === 1)).join("\n    ")}
  </section>
</main>
</body>
</html>
`;
}

function tabs(panes: readonly Pane[]): string {
  const tab = ({ name }: Pane, index: number) =>
    `<button type="button" role="tab" aria-selected="${index === 0}" aria-controls="${idOf(name)}"${index > 0 ? ' tabindex="-1"' : ""}>${escaped(name)}</button>`;
  return `<div class="tabs" role="tablist" aria-label="Where the team is">${panes.map(tab).join("")}</div>`;
}

function drawPane({ name, about, url }: Pane, hidden = false, near = false): string {
  return `<article class="pane" id="${idOf(name)}" data-pane="${escaped(name)}"${hidden ? " hidden" : ""}${near ? " data-near" : ""}>
      <div class="bar"><h2>${escaped(about)}</h2><span>${escaped(name)}</span>
        <a href="${escaped(url)}" target="_blank" rel="noopener" aria-label="Open ${escaped(name)} in a tab of its own">↗</a></div>
      <iframe src="${escaped(url)}" title="${escaped(`${about}: ${name}`)}"></iframe>
    </article>`;
}

function idOf(name: string): string {
  return `pane-${name.toLowerCase().replace(/[^a-z]+/g, "-")}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
