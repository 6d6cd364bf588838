export const script = `
const live = document.querySelector("[data-live]");
const steps = [...document.querySelectorAll("[data-step]")];

function say(state, words) {
  if (live.dataset.live === state) return;
  live.dataset.live = state;
  live.querySelector("span").textContent = words;
}

function tickOff(done) {
  steps.forEach((step, index) => {
    step.toggleAttribute("data-is-done", done[index]);
    step.querySelector("[data-done]").textContent = done[index] ? " (done)" : "";
  });
  const next = done.indexOf(false);
  steps.forEach((step, index) => (index === next ? step.setAttribute("aria-current", "step") : step.removeAttribute("aria-current")));
}

const news = new EventSource("/live");
news.addEventListener("open", () => say("on", "Live"));
news.addEventListener("error", () => say("off", "Stopped. Start it again: npm run demo"));
news.addEventListener("message", ({ data }) => tickOff(JSON.parse(data)));

const tabs = [...document.querySelectorAll("[role=tab]")];

function choose(chosen) {
  const pair = (tab) => Math.floor(tabs.indexOf(tab) / 2);
  for (const tab of tabs) {
    // Where there is room, two stand beside each other.
    document.getElementById(tab.getAttribute("aria-controls")).toggleAttribute("data-near", tab !== chosen && pair(tab) === pair(chosen));
    tab.setAttribute("aria-selected", String(tab === chosen));
    tab.tabIndex = tab === chosen ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = tab !== chosen;
  }
}

for (const tab of tabs) {
  tab.addEventListener("click", () => choose(tab));
  tab.addEventListener("keydown", ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (step === undefined) return;
    const next = tabs.at((tabs.indexOf(tab) + step) % tabs.length);
    choose(next);
    next.focus();
  });
}
`;
