export const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Webhook receiver</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/style.css">
<script type="module" src="/page/app.js"></script>
</head>
<body>
<header>
  <h1>Webhook receiver</h1>
  <p class="where">Listening at <code data-hook-url></code></p>
  <p class="count" role="status" data-count></p>
</header>
<main class="deliveries" role="log" aria-label="Webhooks received, newest first" data-deliveries></main>
</body>
</html>
`;
