import { css } from "./launcher.css";
import { type MountedPanel, type Shell, storagePrefix } from "./shell.ts";
import { launcherTexts } from "./texts.ts";

/** Name of the panel's file, which carries its hash. */
declare const PANEL_FILE: string;

const tag = "deskbell-widget";
const script = document.currentScript ?? document.querySelector("script[data-chatbot]");

if (script instanceof HTMLScriptElement && script.dataset.chatbot) {
  const { src, dataset } = script;
  const begin = () => document.querySelector(tag) || showLauncher(new URL(".", src).href, dataset.chatbot ?? "");
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
}

function showLauncher(endpoint: string, chatbot: string) {
  const host = document.createElement(tag);
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const frame = document.createElement("div");
  const launcher = document.createElement("button");
  frame.className = "frame";
  launcher.className = "launcher";
  launcher.ariaExpanded = "false";
  launcher.ariaLabel = launcherTexts.open;
  launcher.append(drawIcon("M4 5h16v11H12l-5 4v-4H4z"));
  frame.append(launcher);
  root.append(frame);

  // A module that failed to load stays failed under its address: another try needs another.
  let attempt = 0;
  let panel: Promise<MountedPanel> | null = null;
  const fetchPanel = () => {
    panel ??= import(`${endpoint}widget/${PANEL_FILE}?${attempt++}`).then(({ mountPanel }) =>
      mountPanel({ root, frame, launcher, endpoint, chatbot } satisfies Shell),
    );
    panel.catch(() => {
      panel = null;
    });
    return panel;
  };
  launcher.onpointerenter = launcher.onfocus = fetchPanel;
  launcher.onclick = () =>
    fetchPanel().then(
      (mounted) => {
        delete launcher.dataset.note;
        mounted.open();
      },
      () => {
        launcher.dataset.note = launcher.ariaLabel = launcherTexts.unavailable;
      },
    );

  try {
    const kept = (name: string) => localStorage.getItem(storagePrefix(endpoint, chatbot) + name);
    for (const [name, value] of Object.entries<string>(JSON.parse(kept("look") ?? "{}"))) {
      frame.style.setProperty(name, value);
    }
    if (kept("token") ?? kept("outbox")) (window.requestIdleCallback ?? setTimeout)(fetchPanel);
  } catch {
    // Storage is blocked: a first visit, every time.
  }

  document.body.append(host);
  // Pages that replace their body while navigating keep the conversation.
  new MutationObserver(() => host.isConnected || document.body?.append(host)).observe(document.documentElement, {
    childList: true,
  });
}

function drawIcon(shape: string) {
  const [svg, path] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
  svg?.setAttribute("viewBox", "0 0 24 24");
  path?.setAttribute("d", shape);
  svg?.append(path ?? "");
  return svg ?? "";
}
