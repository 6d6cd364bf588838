export const wordsScript = `
export const nameOf = ({ email, name }) => name || email;

export const spelled = ({ email, name }) => (name ? name + " <" + email + ">" : email);

/** Today the time, before that the day. */
export function clock(at) {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday
    ? date.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" })
    : date.toLocaleDateString([], { day: "numeric", month: "short" });
}

export const moment = (at) => new Date(at).toLocaleString([], { dateStyle: "medium", timeStyle: "medium" });

const said = {
  processed: "Processed", delivered: "Delivered", deferred: "Deferred", dropped: "Dropped", bounce: "Bounced", open: "Opened",
  click: "Clicked", spamreport: "Reported as spam", unsubscribe: "Unsubscribed", group_unsubscribe: "Left a group", group_resubscribe: "Rejoined a group",
};

export const happened = ({ event, type }) => (event === "bounce" && type === "blocked" ? "Blocked" : said[event] ?? event);

/** What went wrong with it, if anything did; the last of it counts. */
export function trouble({ events }) {
  return events.filter(({ event }) => ["bounce", "dropped", "deferred", "spamreport", "unsubscribe"].includes(event)).at(-1);
}

/** Why SendGrid leaves an address out. */
export const reasons = {
  "Bounced Address": "mail to it bounced",
  "Spam Reporting Address": "it reported mail as spam",
  "Unsubscribed Address": "it unsubscribed",
};
`;
