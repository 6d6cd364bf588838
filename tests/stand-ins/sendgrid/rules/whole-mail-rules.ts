import type { MailSend } from "./mail-send-shape.ts";
import { type Problem, problem } from "./problem.ts";

type Personalization = MailSend["personalizations"][number];

/** The rules that look at more than one field at a time. */
export function problemsOfWhole(mail: MailSend): Problem[] {
  return [
    ...recipients(mail.personalizations),
    ...subjects(mail),
    ...contents(mail),
    ...customArgs(mail),
    ...schedules(mail),
    ...(mail.reply_to && mail.reply_to_list
      ? [problem("Only one of reply_to and reply_to_list can be used.", "reply_to_list")]
      : []),
  ];
}

function recipients(personalizations: readonly Personalization[]): Problem[] {
  const total = personalizations.flatMap(({ to, cc = [], bcc = [] }) => [...to, ...cc, ...bcc]).length;
  const found = personalizations.flatMap(({ to, cc = [], bcc = [] }, at) => {
    const seen = new Set<string>();
    for (const [name, list] of Object.entries({ to, cc, bcc })) {
      for (const { email } of list) {
        if (seen.has(email.toLowerCase()))
          return [
            problem(
              `Each email address in the personalization block should be unique between to, cc, and bcc. We found the first duplicate instance of [${email}] in the personalizations.${at}.${name} field.`,
              `personalizations.${at}`,
            ),
          ];
        seen.add(email.toLowerCase());
      }
    }
    return [];
  });
  if (total > 1000)
    found.push(problem("There is a limit of 1000 total recipients (to + cc + bcc) per request.", "personalizations"));
  return found;
}

function subjects({ subject, template_id, personalizations }: MailSend): Problem[] {
  if (subject !== undefined || template_id !== undefined || personalizations.every((each) => each.subject)) return [];
  const message =
    "The subject is required. You can get around this requirement if you use a template with a subject defined or if every personalization has a subject defined.";
  return [problem(message, "subject")];
}

function contents({ content = [], template_id }: MailSend): Problem[] {
  if (content.length === 0)
    return template_id === undefined
      ? [problem("Unless a valid template_id is provided, the content parameter is required.", "content")]
      : [];
  const types = content.map(({ type }) => type.toLowerCase());
  const plain = types.filter((type) => type === "text/plain" || type === "text/html");
  if (new Set(plain).size !== plain.length)
    return [problem("If present, text/plain and text/html may only be provided once.", "content")];
  const wanted = [...plain].sort((a, b) => Number(b === "text/plain") - Number(a === "text/plain"));
  const inOrder = wanted.every((type, at) => types[at] === type);
  return inOrder
    ? []
    : [problem("text/plain needs to be first, followed by text/html, followed by any other content.", "content")];
}

/** The specification says 10,000 bytes and the page of errors 50,000: whoever keeps the smaller is safe from both. */
const mostCustomArgs = 10_000;

function customArgs({ custom_args, personalizations }: MailSend): Problem[] {
  return personalizations.flatMap((each, at) => {
    if (custom_args === undefined && each.custom_args === undefined) return [];
    const size = Buffer.byteLength(JSON.stringify({ ...custom_args, ...each.custom_args }));
    return size < mostCustomArgs
      ? []
      : [
          problem(
            `The combined size of both global and personalization custom arguments may not exceed ${mostCustomArgs} bytes per personalization.`,
            each.custom_args ? `personalizations.${at}.custom_args` : "custom_args",
          ),
        ];
  });
}

function schedules({ send_at, personalizations }: MailSend): Problem[] {
  const latest = Date.now() / 1000 + 72 * 3600;
  const message = "Scheduling more than 72 hours in advance is forbidden.";
  return [
    ...(send_at !== undefined && send_at > latest ? [problem(message, "send_at")] : []),
    ...personalizations.flatMap((each, at) =>
      each.send_at !== undefined && each.send_at > latest ? [problem(message, `personalizations.${at}.send_at`)] : [],
    ),
  ];
}
