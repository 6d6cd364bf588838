/** How Teams wants cards drawn: its type, its spacing, its colours (which are those of the page, light or dark). */
export const hostConfigScript = `
const color = (name) => ({ default: "var(--" + name + ")", subtle: "var(--" + name + ")" });
const foregroundColors = {
  default: { default: "var(--ink)", subtle: "var(--soft)" },
  dark: { default: "var(--ink)", subtle: "var(--soft)" },
  light: { default: "var(--soft)", subtle: "var(--soft)" },
  accent: color("link"),
  good: color("good"),
  warning: color("warn"),
  attention: color("bad"),
};
const ground = (name) => ({ backgroundColor: "var(--" + name + ")", foregroundColors });

export const hostConfig = {
  supportsInteractivity: true,
  fontFamily: '"Segoe UI", "Segoe UI Web", Selawik, system-ui, -apple-system, "Helvetica Neue", sans-serif',
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: ground("paper"),
    emphasis: ground("quiet"),
    accent: ground("accent-ground"),
    good: ground("good-ground"),
    attention: ground("bad-ground"),
    warning: ground("warn-ground"),
  },
  actions: {
    maxActions: 6,
    spacing: "default",
    buttonSpacing: 8,
    showCard: { actionMode: "inline", inlineTopMargin: 12, style: "emphasis" },
    actionsOrientation: "horizontal",
    actionAlignment: "left",
  },
  adaptiveCard: { allowCustomStyle: false },
  factSet: {
    title: { weight: "bolder", wrap: true, maxWidth: 150 },
    value: { wrap: true },
    spacing: 12,
  },
};
`;
