export const style = `
:root {
  --paper: #ffffff; --ink: #1b2430; --soft: #667085; --line: #e3e7ee; --hover: #f6f8fb;
  --side: #17323a; --side-ink: #d5e5e6; --side-on: #2b6f77; --accent: #0e7a6d; --accent-ink: #ffffff;
  --danger: #b42318; --link: #1257c4; --quote: #c9d2de; --code: #f1f3f7; --code-ink: #a3265a;
  --mention: #e3f1ff; --notice: #fff8e6; --flash: #e2f5ee;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14191f; --ink: #e4e8ee; --soft: #97a3b3; --line: #2a323d; --hover: #1a212a;
    --side: #0d1f25; --side-ink: #b9cfd1; --side-on: #1f5961; --accent: #2ba595; --accent-ink: #06201c;
    --danger: #ff8f85; --link: #7db4ff; --quote: #435062; --code: #212a35; --code-ink: #ff9dc4;
    --mention: #1c3550; --notice: #2b2512; --flash: #143028;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html, body { height: 100%; margin: 0; }
body {
  display: grid; grid-template-columns: 190px minmax(0, 1fr) auto; overflow: hidden;
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", sans-serif; color: var(--ink); background: var(--paper);
}
button, select, textarea { font: inherit; color: inherit; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }

.sidebar { background: var(--side); color: var(--side-ink); padding: 14px 8px; overflow-y: auto; }
.sidebar p { margin: 0 8px; }
.team { font-weight: 700; font-size: 17px; color: #fff; }
.hint { font-size: 12px; opacity: .8; }
.sidebar ul { list-style: none; margin: 14px 0; padding: 0; }
.sidebar li button {
  width: 100%; padding: 4px 8px; border: 0; border-radius: 6px; background: none; text-align: left; cursor: pointer;
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
}
.sidebar li button:hover { background: #ffffff14; }
.sidebar li button[aria-current="true"] { background: var(--side-on); color: #fff; }
.sidebar li button[data-unread] { font-weight: 700; color: #fff; }

.pane { display: flex; flex-direction: column; min-width: 0; min-height: 0; height: 100vh; height: 100dvh; }
.pane > header {
  display: flex; align-items: center; gap: 12px; min-height: 49px; padding: 8px 16px; border-bottom: 1px solid var(--line);
}
.pane h1, .pane h2 { flex: 1; min-width: 0; margin: 0; font-size: 17px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.pane > header label { font-size: 13px; color: var(--soft); white-space: nowrap; }
.pane > header select { padding: 2px 4px; border: 1px solid var(--line); border-radius: 6px; background: var(--paper); color: var(--ink); }
.thread { width: 380px; border-left: 1px solid var(--line); }
.messages { flex: 1; min-height: 0; overflow-y: auto; padding: 12px 0; }
.empty { padding: 40px 16px; text-align: center; color: var(--soft); }

.message { display: grid; grid-template-columns: 36px minmax(0, 1fr); gap: 0 10px; padding: 7px 16px; position: relative; }
.message:hover { background: var(--hover); }
.message.opens { cursor: pointer; }
.message.changed { animation: flash 1.6s ease-out; }
@keyframes flash { from { background: var(--flash); } }
@media (prefers-reduced-motion: reduce) { .message.changed { animation: none; } }
.avatar { width: 36px; height: 36px; border-radius: 9px; display: grid; place-items: center; color: #fff; font-weight: 700; }
.byline { display: flex; align-items: baseline; gap: 6px; }
.byline strong { font-weight: 700; }
.byline time, .edited { font-size: 12px; color: var(--soft); }
.badge { font-size: 10px; font-weight: 600; letter-spacing: .03em; padding: 0 4px; border-radius: 3px; background: var(--line); color: var(--soft); align-self: center; }
.ephemeral { background: var(--notice); }
.ephemeral .only-you { grid-column: 2; font-size: 12px; color: var(--soft); }

.text, .section, .quote, pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.block { margin: 3px 0; }
.block-header { font-size: 17px; font-weight: 700; overflow-wrap: anywhere; margin: 4px 0; }
.section { display: flex; gap: 12px; justify-content: space-between; }
.section > div { flex: 1; min-width: 0; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(max(170px, 40%), 100%), 1fr)); gap: 6px 16px; margin-top: 6px; }
.fields > div { overflow-wrap: anywhere; white-space: pre-wrap; }
.context { display: flex; flex-wrap: wrap; gap: 2px 10px; font-size: 12.5px; color: var(--soft); overflow-wrap: anywhere; }
.context > span { min-width: 0; white-space: pre-wrap; }
.context img { width: 20px; height: 20px; border-radius: 4px; }
.block hr { border: 0; border-top: 1px solid var(--line); margin: 8px 0; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 4px; }
.actions button, .actions a, .section > button, .section > a, dialog button {
  padding: 4px 12px; border: 1px solid var(--quote); border-radius: 7px; background: var(--paper); color: var(--ink);
  font-weight: 600; font-size: 14px; cursor: pointer; text-decoration: none; align-self: start; max-width: 100%; overflow-wrap: anywhere;
}
.actions button:hover, .actions a:hover { background: var(--hover); }
.actions .primary, .composer button, dialog .primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
.actions .primary:hover { background: var(--accent); filter: brightness(1.08); }
.actions .danger { color: var(--danger); border-color: var(--danger); }
.actions [aria-busy="true"] { opacity: .6; cursor: progress; }
.quote { margin: 3px 0; padding-left: 10px; border-left: 4px solid var(--quote); }
code, pre { font: 13px/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; background: var(--code); border: 1px solid var(--line); border-radius: 4px; }
code { padding: 1px 4px; color: var(--code-ink); }
pre { padding: 8px 10px; margin: 4px 0; }
.mention { background: var(--mention); color: var(--link); border-radius: 4px; padding: 0 3px; }
.block img { max-width: 100%; max-height: 240px; border-radius: 8px; }
.trouble { margin: 4px 0; font-size: 13px; color: var(--danger); }
.reactions { display: flex; gap: 4px; margin-top: 4px; }
.reactions span { padding: 0 7px; border-radius: 10px; background: var(--mention); font-size: 13px; }
.replies { margin-top: 4px; padding: 2px 6px; border: 1px solid transparent; border-radius: 6px; background: none; color: var(--link); font-size: 13px; font-weight: 600; cursor: pointer; }
.replies:hover { border-color: var(--line); background: var(--paper); }
.replies span, .replies.none { color: var(--soft); font-weight: 400; }
.quiet { border: 0; background: none; padding: 4px 8px; border-radius: 6px; cursor: pointer; color: var(--soft); }
.quiet:hover { background: var(--hover); color: var(--ink); }
.quiet.small { font-size: 12px; padding: 0 4px; }

.composer { display: flex; gap: 8px; align-items: end; margin: 4px 16px 14px; padding: 6px; border: 1px solid var(--quote); border-radius: 10px; }
.composer:focus-within { border-color: var(--accent); }
.composer textarea { flex: 1; min-width: 0; padding: 4px 6px; border: 0; background: none; resize: none; max-height: 120px; field-sizing: content; outline: none; }
.composer button { padding: 4px 14px; border: 0; border-radius: 7px; font-weight: 600; cursor: pointer; }
.hidden-label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.narrow-only { display: none; }
dialog { border: 1px solid var(--line); border-radius: 12px; background: var(--paper); color: var(--ink); max-width: 400px; }
dialog::backdrop { background: #0008; }
dialog form { display: flex; gap: 8px; justify-content: end; }

@media (max-width: 1040px) {
  body { grid-template-columns: 190px minmax(0, 1fr); }
  .thread { width: auto; border-left: 0; }
  body.in-thread [data-pane="channel"] { display: none; }
}
@media (max-width: 720px) {
  body { grid-template-columns: minmax(0, 1fr); }
  .sidebar { display: none; }
  .narrow-only { display: block; }
  .narrow-only select { max-width: 150px; }
  .pane h1 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .pane > header { padding: 8px 12px; justify-content: space-between; }
  .message { padding: 7px 12px; }
}
`;
