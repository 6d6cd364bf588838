export const emojiScript = `
export function emoji(name, unicode) {
  if (unicode) return String.fromCodePoint(...unicode.split("-").map((code) => parseInt(code, 16)));
  return emojis[name] ?? ":" + name + ":";
}

const emojis = {
  "+1": "👍", alarm_clock: "⏰", arrows_counterclockwise: "🔄", bell: "🔔", bellhop_bell: "🛎️", bulb: "💡",
  bust_in_silhouette: "👤", clock3: "🕒", email: "📧", envelope: "✉️", eyes: "👀", globe_with_meridians: "🌐",
  hand: "✋", hourglass: "⌛", hourglass_flowing_sand: "⏳", heart: "❤️", large_blue_circle: "🔵",
  large_green_circle: "🟢", large_orange_circle: "🟠", large_yellow_circle: "🟡", leftwards_arrow_with_hook: "↩️",
  link: "🔗", lock: "🔒", memo: "📝", page_facing_up: "📄", pray: "🙏", question: "❓", raised_hand: "✋",
  raising_hand: "🙋", red_circle: "🔴", robot_face: "🤖", rocket: "🚀", rotating_light: "🚨", smile: "😄", sos: "🆘",
  speech_balloon: "💬", tada: "🎉", thinking_face: "🤔", warning: "⚠️", wave: "👋", white_check_mark: "✅",
  white_circle: "⚪", x: "❌",
};
`;
