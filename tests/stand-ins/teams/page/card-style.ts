/** What Microsoft's card renderer leaves to its host. */
export const cardStyle = `
.card { margin: 6px 0 2px; max-width: 520px; border: 1px solid var(--line); border-radius: 6px; background: var(--paper); overflow: hidden; }
.card.full { max-width: none; }
.card[aria-busy="true"] { pointer-events: none; opacity: .7; }
.ac-adaptiveCard { outline-offset: -2px; }
.ac-textBlock p, .ac-factset p, .ac-textRun p { margin: 0; }
.ac-textBlock ul, .ac-textBlock ol { margin: 0; padding-left: 20px; }
.ac-richTextBlock, .ac-textBlock { overflow-wrap: anywhere; }
.ac-fact-title { white-space: nowrap; }
/* The renderer says break-word in each element, which keeps a long word from making its column narrower. */
.ac-fact-value, .ac-fact-value * { overflow-wrap: anywhere !important; }
.ac-anchor { color: var(--link); }
.ac-pushButton {
  min-height: 32px; max-width: 100%; padding: 4px 12px; border: 1px solid var(--border); border-radius: 4px; background: var(--paper); color: var(--ink);
  font-weight: 600; cursor: pointer; overflow-wrap: anywhere; white-space: normal;
}
.ac-pushButton:hover { background: var(--hover); }
.ac-pushButton.style-positive { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
.ac-pushButton.style-positive:hover { background: var(--accent-hover); }
.ac-pushButton.style-destructive { border-color: var(--bad); color: var(--bad); }
.ac-pushButton[aria-busy="true"] { cursor: progress; }
.ac-pushButton.expandable::after { content: "▾"; margin-left: 6px; }
.ac-input { width: 100%; padding: 5px 8px; border: 1px solid var(--border); border-radius: 4px; background: var(--paper); color: var(--ink); }
.ac-multichoiceInput { width: 100%; }
.ac-toggleInput, .ac-choiceSetInput-expanded, .ac-choiceSetInput-multiSelect { padding: 0; border: 0; background: none; }
.ac-input input[type="checkbox"], .ac-input input[type="radio"] { accent-color: var(--accent); }
.ac-horizontal-separator { border: 0; }
`;
