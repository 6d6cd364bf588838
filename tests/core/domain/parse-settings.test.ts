import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSettings } from "../../../core/domain/parse-settings.ts";
import { type ChatbotSettings, defaultSettings } from "../../../core/domain/settings.ts";

function saved(input: unknown, base?: ChatbotSettings): ChatbotSettings {
  const read = parseSettings(input, base);
  if ("problems" in read) throw new Error(read.problems.join("\n"));
  return read.settings;
}

function problems(input: unknown): readonly string[] {
  const read = parseSettings(input);
  return "problems" in read ? read.problems : [];
}

const people = (count: number) => Array.from({ length: count }, (_, index) => `p${index}@a.example`);
const open = { open: "09:00", close: "17:00" };

describe("settings that are saved", () => {
  it("are the defaults where nothing is given", () => {
    expect(saved({})).toEqual(defaultSettings);
    expect(saved({ locale: undefined })).toEqual(defaultSettings);
  });

  it("change only where something is given", () => {
    const base = saved({ recipients: ["ana@a.example"], theme: { color: "#112233" } });
    expect(saved({ theme: { position: "left" }, show_escalation_cta: false }, base)).toEqual({
      ...defaultSettings,
      recipients: ["ana@a.example"],
      theme: { color: "#112233", position: "left", scheme: "auto" },
      show_escalation_cta: false,
    });
  });

  it("are the same when saved again as they are", () => {
    const everything = saved({
      positive_label: "Yes",
      recipients: people(10),
      follow_up_buttons: [
        { label: "Ask", type: "message" },
        { label: "Shop", type: "link", url: "https://a.example" },
        { label: "Help", type: "escalate" },
      ],
      business_hours: { time_zone: "Europe/Berlin", days: { monday: open } },
      allowed_origins: ["https://*.a.example"],
      locale: "pt-br",
    });
    expect(saved(structuredClone(everything))).toEqual(everything);
  });

  it.each<[string, unknown, Partial<ChatbotSettings>]>([
    ["trim a label", { positive_label: "  Yes  " }, { positive_label: "Yes" }],
    [
      "take 80 characters, however they are encoded",
      { request_help_label: "👍".repeat(80) },
      { request_help_label: "👍".repeat(80) },
    ],
    ["take a blank label for the default", { positive_label: " \n " }, { positive_label: null }],
    ["take null for the default", { confirmation_message: null }, { confirmation_message: null }],
    ["clean text", { confirmation_message: "a\0\u202Eb" }, { confirmation_message: "ab" }],
    [
      "keep the first spelling of a recipient",
      { recipients: [" Ana@A.example ", "ana@a.example", "bo@a.example", "ANA@A.EXAMPLE"] },
      { recipients: ["Ana@A.example", "bo@a.example"] },
    ],
    ["count recipients after that", { recipients: [...people(10), "P0@a.example"] }, { recipients: people(10) }],
    [
      "take addresses of every kind",
      { recipients: ["o'neil+x@büro.example", "a_b@x-y.co.uk"] },
      { recipients: ["o'neil+x@büro.example", "a_b@x-y.co.uk"] },
    ],
    [
      "write origins as browsers do",
      {
        allowed_origins: [
          "https://Shop.Example/",
          "http://localhost:8080",
          "https://*.Shop.example",
          "https://shop.example:443",
        ],
      },
      { allowed_origins: ["https://shop.example", "http://localhost:8080", "https://*.shop.example"] },
    ],
    ["write colours small", { theme: { color: "#ABCDEF" } }, { theme: { ...defaultSettings.theme, color: "#abcdef" } }],
    [
      "keep the fields of the lead form that are not given",
      { lead_form: { timing: "before_chat", fields: { phone: "required" } } },
      { lead_form: { timing: "before_chat", fields: { name: "optional", email: "required", phone: "required" } } },
    ],
    [
      "close a day that is null",
      {
        business_hours: {
          time_zone: "America/New_York",
          days: { sunday: null, monday: { open: "00:00", close: "24:00" } },
        },
      },
      { business_hours: { time_zone: "America/New_York", days: { monday: { open: "00:00", close: "24:00" } } } },
    ],
    ["drop business hours", { business_hours: null }, { business_hours: null }],
    ["write a language tag as it is written", { locale: "PT-br" }, { locale: "pt-BR" }],
    ["follow the visitor", { locale: "auto" }, { locale: "auto" }],
    [
      "take whole numbers",
      { assistant_pause_hours: 0, claim_expiry_minutes: 1, reminder_minutes: 60 },
      { assistant_pause_hours: 0, claim_expiry_minutes: 1, reminder_minutes: 60 },
    ],
  ])("%s", (_, input, changed) => {
    expect(saved(input)).toEqual({ ...defaultSettings, ...changed });
  });

  it("replace the days of business hours as a whole", () => {
    const base = saved({ business_hours: { time_zone: "Europe/Berlin", days: { monday: open, friday: open } } });
    expect(saved({ business_hours: { days: { tuesday: open } } }, base).business_hours).toEqual({
      time_zone: "Europe/Berlin",
      days: { tuesday: open },
    });
  });
});

describe("settings that are refused", () => {
  it.each<[unknown, string | RegExp]>([
    [null, "Settings must be an object."],
    [[], "Settings must be an object."],
    [{ colour: 1 }, '"colour" is not a setting.'],
    [JSON.parse('{"__proto__": {"locale": "de"}}'), '"__proto__" is not a setting.'],
    [{ show_escalation_cta: "yes" }, "show_escalation_cta must be true or false."],
    [{ detect_human_requests: null }, "detect_human_requests must be true or false."],
    [{ positive_label: "x".repeat(81) }, "positive_label is 81 characters long: at most 80 fit."],
    [{ request_help_label: 5 }, "request_help_label must be text, or null for the default."],
    [{ confirmation_message: "x".repeat(501) }, "confirmation_message is 501 characters long: at most 500 fit."],
    [{ recipients: "ana@a.example" }, "recipients must be a list."],
    [{ recipients: ["jürgen@a.example"] }, 'recipients: "jürgen@a.example" is not an e-mail address.'],
    [{ recipients: ["ana"] }, 'recipients: "ana" is not an e-mail address.'],
    [{ recipients: [5] }, 'recipients: "number" is not an e-mail address.'],
    [{ recipients: people(11) }, "recipients has 11 different addresses: at most 10 fit."],
    [{ follow_up_buttons: {} }, "follow_up_buttons must be a list."],
    [{ follow_up_buttons: Array(6).fill({}) }, "follow_up_buttons has 6 buttons: at most 5 fit."],
    [{ follow_up_buttons: ["x"] }, "follow_up_buttons[0] must be an object with label and type."],
    [{ follow_up_buttons: [{ type: "message" }] }, "follow_up_buttons[0].label must be text."],
    [
      { follow_up_buttons: [{ label: "x".repeat(81), type: "message" }] },
      "follow_up_buttons[0].label is 81 characters long: at most 80 fit.",
    ],
    [
      { follow_up_buttons: [{ label: "a", type: "call" }] },
      'follow_up_buttons[0].type must be "message" or "link" or "escalate".',
    ],
    [
      { follow_up_buttons: [{ label: "a", type: "link" }] },
      "follow_up_buttons[0].url must be an http or https address.",
    ],
    [
      { follow_up_buttons: [{ label: "a", type: "link", url: "javascript:alert(1)" }] },
      "follow_up_buttons[0].url must be an http or https address.",
    ],
    [
      { follow_up_buttons: [{ label: "a", type: "message", url: "https://a.example" }] },
      '"follow_up_buttons[0].url" is not a setting.',
    ],
    [{ lead_form: { timing: "later" } }, 'lead_form.timing must be "off" or "before_chat" or "before_escalation".'],
    [{ lead_form: { fields: { age: "optional" } } }, '"lead_form.fields.age" is not a setting.'],
    [{ lead_form: { fields: { name: true } } }, 'lead_form.fields.name must be "off" or "optional" or "required".'],
    [{ theme: { color: "blue" } }, "theme.color must be a colour like #2b59ff."],
    [{ theme: { position: "top" } }, 'theme.position must be "left" or "right".'],
    [{ assistant_pause_hours: 1.5 }, "assistant_pause_hours must be a whole number from 0 to 8784."],
    [{ claim_expiry_minutes: 0 }, /^claim_expiry_minutes must be a whole number from 1/],
    [{ reminder_minutes: "10" }, /^reminder_minutes must be a whole number/],
    [{ reminder_minutes: Number.NaN }, /^reminder_minutes must be a whole number/],
    [{ business_hours: "9-5" }, "business_hours must be an object with time_zone and days, or null."],
    [
      { business_hours: { time_zone: "Mars/Base", days: { monday: open } } },
      "business_hours.time_zone must be a time zone like Europe/Berlin.",
    ],
    [
      { business_hours: { time_zone: "+02:00", days: { monday: open } } },
      "business_hours.time_zone must be a time zone like Europe/Berlin.",
    ],
    [
      { business_hours: { days: { monday: open } } },
      "business_hours.time_zone must be a time zone like Europe/Berlin.",
    ],
    [
      { business_hours: { time_zone: "UTC", days: {} } },
      "business_hours.days must have at least one day that is open.",
    ],
    [
      { business_hours: { time_zone: "UTC", days: { monday: open, funday: open } } },
      '"business_hours.days.funday" is not a weekday.',
    ],
    [
      { business_hours: { time_zone: "UTC", days: { monday: { open: "9:00", close: "17:00" } } } },
      'business_hours.days.monday.open must be a time like "09:30".',
    ],
    [
      { business_hours: { time_zone: "UTC", days: { monday: { open: "09:00" } } } },
      'business_hours.days.monday.close must be a time like "09:30".',
    ],
    [
      { business_hours: { time_zone: "UTC", days: { monday: { open: "22:00", close: "02:00" } } } },
      "business_hours.days.monday must close later than it opens, on the same day.",
    ],
    [{ locale: "klingon!" }, 'locale must be "auto" or a language tag like "en" or "pt-BR".'],
  ])("say why: %j", (input, problem) => {
    expect(problems(input)).toEqual([typeof problem === "string" ? problem : expect.stringMatching(problem)]);
  });

  it.each([
    "ana",
    "ana@",
    "@a.example",
    "ana@a",
    "a b@a.example",
    "ana@a..example",
    "ana@-a.example",
    "a@b@c.example,",
    "ana@a.example\r\nBcc: x@y.example",
    "<ana@a.example>",
    "",
    `${"x".repeat(65)}@a.example`,
    "ana@a.example.",
  ])("do not take %j for an address", (address) => {
    expect(problems({ recipients: [address] })).toHaveLength(1);
  });

  it.each([
    "shop.example",
    "https://shop.example/path",
    "https://shop.example?x",
    "https://u@shop.example",
    "null",
    "*",
    "https://*",
    "https://*.com",
    "http://*.shop.example",
    "https://a.*.example",
    "ftp://shop.example",
    "https://*.*.example.com",
    "",
  ])("do not take %j for an origin", (origin) => {
    expect(problems({ allowed_origins: [origin] })).toEqual([expect.stringContaining("is not an origin like")]);
  });

  it("tell every problem at once", () => {
    expect(problems({ locale: 5, recipients: ["a", "b"], nope: 1, theme: { color: 1 } })).toHaveLength(5);
  });
});

describe("any input at all", () => {
  const keys = Object.keys(defaultSettings);
  const nested = fc.dictionary(
    fc.constantFrom("label", "type", "url", "fields", "days", "time_zone", "monday", "color"),
    fc.anything(),
    { maxKeys: 4 },
  );
  const value = fc.oneof(
    fc.anything(),
    nested,
    fc.array(fc.oneof(fc.anything(), nested, fc.emailAddress(), fc.webUrl()), { maxLength: 6 }),
  );

  it("is read or refused, and what was read can be saved again", () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...keys), value)), (input) => {
        const read = parseSettings(input);
        if ("settings" in read) expect(parseSettings(read.settings)).toEqual(read);
        else expect(read.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 3_000 },
    );
  });

  it("leaves the settings it starts from alone", () => {
    const before = structuredClone(defaultSettings);
    parseSettings({ theme: { color: "#000000" }, lead_form: { fields: { name: "off" } }, recipients: ["a@b.example"] });
    expect(defaultSettings).toEqual(before);
  });
});
