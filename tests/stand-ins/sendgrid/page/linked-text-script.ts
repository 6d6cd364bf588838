export const linkedTextScript = String.raw`
import { draw } from "./dom.js";

/** Plain text as a mail program shows it: web addresses can be clicked, quoted lines stand back, and nothing else is anything but text. */
export function linkedText(text, followed) {
  return text.split("\n").map((line) =>
    draw("div", { class: line.startsWith(">") ? "quoted line" : "line", dir: "auto" }, line === "" ? draw("br") : pieces(line, followed)));
}

function pieces(line, followed) {
  return line.split(/(https?:\/\/[^\s<>"]+)/i).flatMap((piece, index) => {
    if (index % 2 === 0) return piece;
    const address = withoutSentenceEnd(piece);
    if (!isWeb(address)) return piece;
    const attributes = { href: address, target: "_blank", rel: "noopener noreferrer", click: () => followed(address), auxclick: () => followed(address) };
    return [draw("a", attributes, address), piece.slice(address.length)];
  });
}

/** "…, see https://acme.example/a." ends before the full stop; a bracket belongs to it only if it was opened in it. */
function withoutSentenceEnd(address) {
  const count = (sign) => address.split(sign).length;
  const isOver = /[.,;:!?'*_~\]}]$/.test(address) || (address.endsWith(")") && count(")") > count("("));
  return isOver ? withoutSentenceEnd(address.slice(0, -1)) : address;
}

function isWeb(address) {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
}
`;
