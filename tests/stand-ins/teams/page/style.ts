export const style = `
:root {
  --canvas: #f5f5f5; --paper: #ffffff; --ink: #242424; --soft: #5c5c5c; --line: #e0e0e0; --border: #d1d1d1; --hover: #f5f5f5;
  --side: #ebebeb; --side-on: #ffffff; --accent: #5b5fc7; --accent-ink: #ffffff; --accent-hover: #4f52b2; --link: #4f52b2;
  --bad: #b10e1c; --good: #237b4b; --warn: #8a5a00; --mention: #4f52b2; --flash: #e8ebfa; --shade: 0 1px 2px #0000001f, 0 0 2px #00000014;
  --good-ground: #e7f2da; --bad-ground: #fcf4f6; --warn-ground: #fbf3e0; --accent-ground: #e8ebfa; --quiet: #f0f0f0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --canvas: #141414; --paper: #242424; --ink: #f0f0f0; --soft: #adadad; --line: #383838; --border: #525252; --hover: #2e2e2e;
    --side: #1c1c1c; --side-on: #333333; --accent: #7f85f5; --accent-ink: #11122b; --accent-hover: #9299f7; --link: #aab1fa;
    --bad: #f1707b; --good: #92c353; --warn: #f8d22a; --mention: #aab1fa; --flash: #2f2f4a; --shade: 0 0 0 1px #333333;
    --good-ground: #22301a; --bad-ground: #3a2024; --warn-ground: #352c12; --accent-ground: #2b2b45; --quiet: #2e2e2e;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html, body { height: 100%; margin: 0; }
body {
  display: grid; grid-template-columns: 220px minmax(0, 1fr); overflow: hidden; background: var(--canvas); color: var(--ink);
  font: 14px/1.43 "Segoe UI", "Segoe UI Web", "Selawik", system-ui, -apple-system, "Helvetica Neue", sans-serif;
}
button, select, textarea, input { font: inherit; color: inherit; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
a { color: var(--link); }
.hidden-label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

.sidebar { padding: 14px 8px; background: var(--side); overflow-y: auto; }
.sidebar p { margin: 0 10px; }
.title { font-size: 18px; font-weight: 700; }
.hint { font-size: 12px; color: var(--soft); }
.sidebar h2 { display: flex; align-items: center; gap: 8px; margin: 18px 10px 4px; font-size: 14px; font-weight: 600; }
.sidebar ul { list-style: none; margin: 0; padding: 0; }
.sidebar li button {
  width: 100%; padding: 5px 8px 5px 42px; border: 0; border-radius: 6px; background: none; text-align: left; cursor: pointer;
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
}
.sidebar li button:hover { background: var(--side-on); }
.sidebar li button[aria-current="true"] { background: var(--side-on); font-weight: 600; box-shadow: var(--shade); }
.sidebar li button[data-unread] { font-weight: 700; }
.sidebar li button[data-unread]::after { content: ""; display: inline-block; width: 7px; height: 7px; margin-left: 6px; border-radius: 50%; background: var(--accent); vertical-align: middle; }
.gone { color: var(--soft); font-weight: 400; }

.pane { display: flex; flex-direction: column; min-width: 0; height: 100vh; height: 100dvh; }
.pane > header { display: flex; align-items: center; gap: 10px; min-height: 52px; padding: 8px 20px; background: var(--paper); border-bottom: 1px solid var(--line); }
.pane h1 { flex: 1; min-width: 0; margin: 0; font-size: 18px; font-weight: 700; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.pane header label { font-size: 12px; color: var(--soft); white-space: nowrap; }
.pane header select { padding: 3px 4px; border: 1px solid var(--border); border-radius: 4px; background: var(--paper); color: var(--ink); }
.tile { display: grid; place-items: center; flex: none; width: 28px; height: 28px; border-radius: 5px; background: var(--accent); color: var(--accent-ink); font-size: 12px; font-weight: 700; }
.narrow-only { display: none; }

.posts { flex: 1; min-height: 0; overflow-y: auto; padding: 16px 20px 8px; }
.posts > * { max-width: 860px; margin: 0 auto 14px; }
.empty { padding: 40px 16px; text-align: center; color: var(--soft); }
.post { border-radius: 6px; background: var(--paper); box-shadow: var(--shade); }
.message { display: grid; grid-template-columns: 32px minmax(0, 1fr); gap: 0 10px; padding: 10px 16px; }
.root > .message { padding-top: 14px; }
.message.changed { animation: flash 1.6s ease-out; }
@keyframes flash { from { background: var(--flash); } }
@media (prefers-reduced-motion: reduce) { .message.changed { animation: none; } }
.avatar { display: grid; place-items: center; width: 32px; height: 32px; border-radius: 50%; color: #fff; font-size: 12px; font-weight: 600; }
.avatar.app { border-radius: 0; clip-path: polygon(50% 0, 95% 25%, 95% 75%, 50% 100%, 5% 75%, 5% 25%); font-size: 17px; }
.byline { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 8px; }
.byline strong { font-weight: 700; }
.byline time, .edited, .seen-by { font-size: 12px; color: var(--soft); }
.text { overflow-wrap: anywhere; }
.text.plain { white-space: pre-wrap; }
.text p, .text ul, .text ol { margin: 0 0 4px; }
.text ul, .text ol { padding-left: 22px; }
.text code { padding: 1px 4px; border-radius: 3px; background: var(--quiet); font: 13px ui-monospace, Consolas, monospace; }
.text.deleted { font-style: italic; color: var(--soft); }
.mention { color: var(--mention); font-weight: 600; }
.trouble { margin: 6px 0 0; font-size: 12px; color: var(--bad); }
.said { margin: 6px 0 0; padding: 4px 8px; border-left: 3px solid var(--accent); font-size: 13px; color: var(--soft); }

.replies:not(:empty) { padding: 4px 0; border-top: 1px solid var(--line); }
.replies .message { padding: 6px 16px 6px 32px; grid-template-columns: 24px minmax(0, 1fr); }
.replies .avatar { width: 24px; height: 24px; font-size: 10px; }
.replies .avatar.app { font-size: 12px; }
.reply { display: flex; padding: 4px 16px 8px 26px; }
.reply > button { padding: 4px 8px; border: 0; border-radius: 4px; background: none; color: var(--soft); cursor: pointer; }
.reply > button:hover { background: var(--hover); color: var(--ink); }

.composer { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; width: calc(100% - 40px); max-width: 860px; margin: 8px auto 16px; padding: 6px; border: 1px solid var(--border); border-bottom: 2px solid var(--border); border-radius: 6px; background: var(--paper); }
.reply .composer { flex: 1; margin: 0; width: auto; }
.composer:focus-within { border-bottom-color: var(--accent); }
.composer textarea { flex: 1; min-width: 0; padding: 4px 6px; border: 0; background: none; resize: none; max-height: 120px; field-sizing: content; outline: none; }
.composer button { padding: 4px 14px; border: 0; border-radius: 4px; background: var(--accent); color: var(--accent-ink); font-weight: 600; cursor: pointer; }
.composer button:hover { background: var(--accent-hover); }
.notice { flex: 1 0 100%; margin: 0; padding: 0 6px; font-size: 12px; color: var(--bad); }
.notice:empty { display: none; }

@media (max-width: 720px) {
  body { grid-template-columns: minmax(0, 1fr); }
  .sidebar { display: none; }
  .narrow-only { display: block; }
  .narrow-only select { max-width: 40vw; }
  .pane header { padding: 8px 12px; justify-content: space-between; }
  .pane header label:last-child { margin-left: auto; }
  .pane h1, .tile { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .posts { padding: 12px 12px 4px; }
  .message { padding: 10px 12px; }
  .replies .message { padding: 6px 12px 6px 20px; }
  .reply { padding: 2px 12px 8px 14px; }
  .composer { width: calc(100% - 24px); margin-bottom: 12px; }
}
@media (max-width: 460px) {
  .pane header label { font-size: 0; }
  .pane header select { font-size: 13px; max-width: 44vw; }
}
`;
