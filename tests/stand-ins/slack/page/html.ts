export const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Team chat (stand-in for Slack)</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/style.css">
<script type="module" src="/page/app.js"></script>
</head>
<body>
<nav class="sidebar" aria-label="Channels">
  <p class="team" data-team></p>
  <p class="hint">Stand-in for Slack</p>
  <ul data-channels></ul>
</nav>
<main class="pane" data-pane="channel" aria-label="Channel">
  <header>
    <h1 data-channel-title></h1>
    <label class="narrow-only">Channel <select data-channel-select></select></label>
    <label>You are <select data-acting-as></select></label>
  </header>
  <div class="messages" role="log" aria-label="Messages" tabindex="0" data-messages></div>
  <form class="composer" data-composer>
    <label class="hidden-label" for="channel-text">Message</label>
    <textarea id="channel-text" rows="1" autocomplete="off"></textarea>
    <button type="submit">Send</button>
  </form>
</main>
<aside class="pane thread" data-pane="thread" aria-label="Thread" hidden>
  <header>
    <h2>Thread</h2>
    <button type="button" class="quiet" data-close-thread aria-label="Close thread">✕</button>
  </header>
  <div class="messages" role="log" aria-label="Thread messages" tabindex="0" data-messages></div>
  <form class="composer" data-composer>
    <label class="hidden-label" for="thread-text">Reply in thread</label>
    <textarea id="thread-text" rows="1" autocomplete="off" placeholder="Reply…"></textarea>
    <button type="submit">Send</button>
  </form>
</aside>
</body>
</html>
`;
