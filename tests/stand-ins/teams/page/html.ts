export const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Teams (stand-in for Microsoft Teams)</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/style.css">
<link rel="stylesheet" href="/page/card.css">
<script src="/vendor/markdown-it.js" defer></script>
<script src="/vendor/adaptivecards.js" defer></script>
<script type="module" src="/page/app.js"></script>
</head>
<body>
<nav class="sidebar" aria-label="Teams and channels">
  <p class="title">Teams</p>
  <p class="hint">Stand-in for Microsoft Teams</p>
  <div data-places></div>
</nav>
<main class="pane" aria-label="Channel">
  <header>
    <span class="tile" aria-hidden="true" data-tile></span>
    <h1 data-place-title></h1>
    <label class="narrow-only">Channel <select data-place-select></select></label>
    <label>You are <select data-acting-as></select></label>
  </header>
  <div class="posts" role="log" aria-label="Posts" tabindex="0" data-posts></div>
  <form class="composer" data-composer>
    <p class="notice" role="status" data-notice></p>
    <label class="hidden-label" for="new-post">New post</label>
    <textarea id="new-post" rows="1" autocomplete="off"></textarea>
    <button type="submit">Post</button>
  </form>
</main>
</body>
</html>
`;
