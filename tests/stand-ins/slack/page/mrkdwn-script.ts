/** Slack's mrkdwn as nodes. `verbatim` texts are parsed too: it only stops bare links and names from being found. */
export const mrkdwnScript = String.raw`
import { draw, link } from "./dom.js";
import { emoji } from "./emoji.js";

const rules = [
  [/\x60\x60\x60\n?([\s\S]+?)\n?\x60\x60\x60/, (m) => draw("pre", {}, unescape(m[1]))],
  [/\x60([^\x60\n]+)\x60/, (m) => draw("code", {}, unescape(m[1]))],
  [/<([^<>\n]+)>/, (m, names) => reference(m[1], names)],
  [/(?:^|(?<=\n))(?:&gt;|>) ?([^\n]*)\n?/, (m, names) => draw("div", { class: "quote" }, mrkdwn(m[1], names))],
  [/(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])/, (m, names) => draw("strong", {}, mrkdwn(m[1], names))],
  [/(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])/, (m, names) => draw("em", {}, mrkdwn(m[1], names))],
  [/(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])/, (m, names) => draw("s", {}, mrkdwn(m[1], names))],
  [/(?<![\w:]):([a-z0-9_+-]+):(?![\w:])/, (m) => emoji(m[1])],
];

export function mrkdwn(text, names) {
  const nodes = [];
  let rest = text;
  while (rest !== "") {
    let first;
    for (const [pattern, make] of rules) {
      const match = pattern.exec(rest);
      if (match && (first === undefined || match.index < first.match.index)) first = { match, make };
    }
    if (first === undefined) break;
    if (first.match.index > 0) nodes.push(unescape(rest.slice(0, first.match.index)));
    nodes.push(first.make(first.match, names));
    rest = rest.slice(first.match.index + first.match[0].length);
  }
  if (rest !== "") nodes.push(unescape(rest));
  return nodes;
}

function reference(inside, names) {
  const [target, label] = inside.split("|", 2);
  const mention = (sign, name) => draw("span", { class: "mention" }, sign + unescape(name));
  if (target.startsWith("@")) return mention("@", label ?? names.person(target.slice(1)));
  if (target.startsWith("#")) return mention("#", label || names.channel(target.slice(1)));
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("!")) return mention("@", label ?? target.slice(1).split("^")[0]);
  return link(unescape(target), unescape(label ?? target.replace(/^mailto:/, "")));
}

function date(target, label) {
  const [, seconds, format] = target.split("^");
  const at = new Date(Number(seconds) * 1000);
  if (Number.isNaN(at.getTime())) return label ?? "";
  const time = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const shown = format.replace(/\{time(_secs)?\}/g, time).replace(/\{ago\}/g, ago(at)).replace(/\{date\w*\}/g, day(at));
  return draw("time", { datetime: at.toISOString() }, shown);
}

function ago(at) {
  const minutes = Math.round((Date.now() - at.getTime()) / 60000);
  if (minutes < 1) return "less than a minute ago";
  if (minutes < 60) return minutes === 1 ? "1 minute ago" : minutes + " minutes ago";
  const hours = Math.round(minutes / 60);
  return hours === 1 ? "1 hour ago" : hours + " hours ago";
}

function day(at) {
  return at.toDateString() === new Date().toDateString() ? "today" : at.toLocaleDateString();
}

function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
`;
