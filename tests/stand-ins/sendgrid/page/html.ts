export const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Mail (stand-in for SendGrid)</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/style.css">
<script type="module" src="/page/app.js"></script>
</head>
<body>
<header class="top">
  <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 6.5A1.5 1.5 0 0 1 4.5 5h15A1.5 1.5 0 0 1 21 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5z"/><path d="m3.5 7 8.5 6.5L20.5 7"/></svg>
  <h1>Mail <small>stand-in for SendGrid</small></h1>
  <label class="hidden" for="mailbox">Mailbox</label>
  <select id="mailbox" data-mailbox></select>
</header>
<div class="panes" data-panes>
  <nav class="list" aria-label="Mails">
    <p class="count" data-count></p>
    <p class="banner" role="status" data-banner></p>
    <ol data-rows></ol>
    <p class="empty" data-empty hidden></p>
  </nav>
  <main class="reading" aria-label="Mail" data-reading tabindex="-1"></main>
</div>
<p class="hidden" role="status" data-news></p>
</body>
</html>
`;
