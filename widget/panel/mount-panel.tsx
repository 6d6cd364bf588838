import type { ChatState } from "../client/chat-state.ts";
import { createChat } from "../client/create-chat.ts";
import { createShelf } from "../client/create-shelf.ts";
import { type MountedPanel, type Shell, storagePrefix } from "../shell.ts";
import { launcherTexts, texts } from "../texts.ts";
import { announce, announcesItself } from "./announce.ts";
import { css as composerCss } from "./composer.css";
import { keepAtEnd, type Scroll } from "./keep-at-end.ts";
import { dress } from "./look.ts";
import { css as messagesCss } from "./messages.css";
import { css as panelCss } from "./panel.css";
import { Panel } from "./panel.tsx";
import { render } from "./render.ts";
import { senderOf } from "./sender.ts";

/** Same condition as in panel.css: the panel fills the screen. */
const phone = matchMedia("(max-width: 480px), (max-height: 420px)");

export function mountPanel({ root, frame, launcher, endpoint, chatbot }: Shell): MountedPanel {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(panelCss + messagesCss + composerCss);
  root.adoptedStyleSheets.push(sheet);
  const place = frame.appendChild(document.createElement("div"));

  const shelf = createShelf(storagePrefix(endpoint, chatbot), () => localStorage);
  const tab = createShelf(storagePrefix(endpoint, chatbot), () => sessionStorage);
  let open = false;
  let drawing = false;
  let announced: number | null = null;
  let theme = "";
  let draft = "";
  let behind = false;
  let scroll: Scroll | null = null;

  const chat = createChat({
    endpoint,
    chatbot,
    shelf,
    introduce: () => ({
      page: { url: location.href.slice(0, 2_000), title: document.title.slice(0, 300) },
      locale: navigator.language,
    }),
    onChange,
  });

  function onChange({ loaded, chatbot: settings, messages, seq }: ChatState) {
    if (settings !== null && theme !== JSON.stringify(settings.theme)) {
      theme = JSON.stringify(settings.theme);
      dress(frame, settings.theme, shelf);
    }
    if (loaded) {
      if (announced === null) {
        // The history goes in before the region may speak, or all of it would be read out.
        announced = seq;
        if (!announcesItself) setTimeout(() => log?.setAttribute("aria-live", "polite"), 500);
      }
      for (const message of messages) {
        if (message.seq > announced && message.author !== "visitor")
          announce(frame, `${senderOf(message)}: ${message.text}`);
      }
      announced = Math.max(announced, messages.at(-1)?.seq ?? 0);
    }
    drawSoon();
  }

  function drawSoon() {
    if (drawing) return;
    drawing = true;
    queueMicrotask(draw);
  }

  function draw() {
    drawing = false;
    const state = chat.state();
    countUnread(state);
    launcher.setAttribute("aria-expanded", String(open));
    frame.classList.toggle("open", open);
    const focused = root.activeElement;
    render(
      <Panel
        state={state}
        chat={chat}
        open={open}
        full={phone.matches}
        behind={behind}
        draft={draft}
        onDraft={(text) => {
          draft = text;
          draw();
        }}
        onSend={send}
        onEnd={toEnd}
        onClose={close}
      />,
      place,
    );
    scroll?.drawn();
    // A button that was pressed and is gone would leave the keyboard nowhere.
    if (open && focused !== null && root.activeElement === null) focusInside();
  }

  function focusInside() {
    // On a phone the keyboard would cover half of what there is to read.
    place.querySelector<HTMLElement>(phone.matches ? ".panel" : "textarea")?.focus();
  }

  function send(text: string) {
    chat.send(text);
    toEnd();
  }

  function toEnd() {
    scroll?.toEnd();
    setBehind(false);
  }

  function setBehind(value: boolean) {
    if (behind === value) return;
    behind = value;
    drawSoon();
  }

  function countUnread({ loaded, seq, messages }: ChatState) {
    if (!loaded) return;
    const stored = shelf.get("read");
    const read = open && !document.hidden ? seq : Number(stored ?? seq);
    if (stored !== String(read)) shelf.set("read", String(read));
    const unread = messages.filter((message) => message.seq > read && message.author !== "visitor").length;
    launcher.ariaLabel = open ? launcherTexts.close : unread > 0 ? texts.openUnread(unread) : launcherTexts.open;
    if (unread > 0) launcher.dataset.unread = String(unread);
    else delete launcher.dataset.unread;
  }

  function setOpen(value: boolean) {
    open = value;
    tab.set("open", value ? "1" : null);
    chat.setOpen(value);
    if (value) chat.start();
    launcher.ariaLabel = value ? launcherTexts.close : launcherTexts.open;
    draw();
  }

  function show() {
    if (!open) setOpen(true);
    focusInside();
  }

  function close() {
    setOpen(false);
    launcher.focus();
  }

  launcher.onclick = () => (open ? close() : show());
  phone.addEventListener("change", drawSoon);
  const onVisibility = () => {
    chat.setHidden(document.hidden);
    drawSoon();
  };
  document.addEventListener("visibilitychange", onVisibility);
  addEventListener("online", () => chat.wake(true));
  addEventListener("pageshow", (event) => event.persisted && chat.wake(true));

  draw();
  const log = place.querySelector<HTMLElement>(".log");
  if (log !== null) scroll = keepAtEnd(log, setBehind);
  if (document.hidden) onVisibility();
  if (shelf.get("token") !== null || shelf.get("outbox") !== null) {
    // It was open on the page before: still is, without taking the focus.
    if (tab.get("open") !== null && !phone.matches) setOpen(true);
    else chat.start();
  }
  return { open: show };
}
