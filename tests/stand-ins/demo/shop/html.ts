import { draw, type Lamp, lamps } from "./lamps.ts";

/** A lamp shop that does not exist; the snippet is the one line a customer adds. */
export function html(snippet: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Lampyris: lamps for long evenings</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
<script type="module" src="/script.js"></script>
${snippet}
</head>
<body>
<header>
  <a class="name" href="#top"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2a7 7 0 0 1 4 12.7V17H8v-2.3A7 7 0 0 1 12 2zM8.5 19h7v1.2a1.8 1.8 0 0 1-1.8 1.8h-3.4a1.8 1.8 0 0 1-1.8-1.8z"/></svg>Lampyris</a>
  <nav aria-label="Shop"><a href="#lamps">Lamps</a><a href="#promise">Delivery</a></nav>
  <p class="basket" role="status"><b data-count>0</b> in your basket</p>
</header>
<main id="top">
  <section class="hero">
    <div>
      <h1>Light that stays up with you.</h1>
      <p>Lamps made in small numbers, for reading one more chapter.</p>
      <a class="button" href="#lamps">See the lamps</a>
    </div>
    <figure data-lit>${lamps[0] ? draw(lamps[0]) : ""}</figure>
  </section>
  <section id="lamps" aria-labelledby="lamps-title">
    <h2 id="lamps-title">This season</h2>
    <ul class="lamps">
      ${lamps.map(product).join("\n      ")}
    </ul>
  </section>
  <section id="promise" class="promise" aria-label="Delivery and returns">
    <p><b>Free delivery</b> from €50, 2–4 days</p>
    <p><b>30 days</b> to send it back, free of charge</p>
    <p><b>Questions?</b> Ask in the chat, day or night</p>
  </section>
</main>
<footer>Lampyris · 12 Harbour Street · a made-up shop</footer>
</body>
</html>
`;
}

function product(lamp: Lamp): string {
  return `<li${lamp.lit ? " data-lit" : ""}>
        <button type="button" class="switch" aria-pressed="${lamp.lit}" aria-label="${lamp.name}: light">${draw(lamp)}</button>
        <div><h3>${lamp.name}</h3><p>${lamp.about}</p></div>
        <p class="price">€${lamp.euros}</p>
        <button type="button" class="add" aria-label="Add ${lamp.name} to the basket">Add</button>
      </li>`;
}
