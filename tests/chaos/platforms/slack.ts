import { installSlack } from "../../../adapters/slack/index.ts";
import type { Verb } from "../ledger.ts";
import { expectedInChannel } from "../oracle/expected.ts";
import { Refused } from "../stand-in.ts";
import { badDay } from "./bad-day.ts";
import type { Platform, ShownCard } from "./platform.ts";

/** What a message looks like through the window of the stand-in. */
interface Message {
  readonly ts: string;
  readonly thread_ts?: string;
  readonly text: string;
  readonly bot_id?: string;
  readonly metadata?: { readonly event_payload?: { readonly delivery_id?: string } };
  readonly blocks?: readonly {
    readonly type: string;
    readonly elements?: readonly { readonly action_id?: string; readonly value?: string }[];
  }[];
}

interface State {
  readonly channels: readonly { readonly id: string; readonly messages: readonly Message[] }[];
}

/** Deskbell can look there before it sends again: nothing is ever there twice, and no message says that it might be. */
export const slack: Platform = {
  name: "slack",
  standIn: "slack",
  title: "Slack",
  install: () => installSlack,
  expect: expectedInChannel,

  env: ({ access }) => ({
    SLACK_BOT_TOKEN: String(access.botToken),
    SLACK_SIGNING_SECRET: String(access.signingSecret),
    SLACK_API_URL: String(access.apiUrl),
  }),

  open: async (standIn) => ({
    async connect({ url }, chatbots) {
      await standIn.control("callbacks", { url: `${url}/adapters/slack/events` });
      for (const { id, name } of chatbots) {
        const channel = channelOf({ name });
        await standIn.control("channels", { id: channel, name: name.replace(" ", "-").toLowerCase() });
        await standIn.control("command", { channel, command: "/deskbell", text: `connect ${id}` });
      }
    },
    misbehave: (seed) => badDay(standIn, seed),
    behave: () => standIn.control("behave", {}),

    async shown() {
      const { channels } = await standIn.state<State>();
      return channels.flatMap(({ id: channel, messages }) =>
        messages
          .filter(({ bot_id }) => bot_id !== undefined)
          .map((message) => ({
            channel,
            id: message.ts,
            under: message.thread_ts !== undefined && message.thread_ts !== message.ts ? message.thread_ts : null,
            delivery: message.metadata?.event_payload?.delivery_id ?? null,
            ref: `${channel}/${message.ts}`,
            text: message.text,
            copy: false,
            card: readCard(channel, message),
          })),
      );
    },

    buttons: {
      people: ["U0ANA00001", "U0BEN00001", "U0CHLOE001"].map((id) => ({ id, knownBy: `:${id}` })),

      async cards(chatbot) {
        const wanted = channelOf(chatbot);
        const { channels } = await standIn.state<State>(wanted);
        const messages = channels.find(({ id }) => id === wanted)?.messages ?? [];
        return messages.flatMap((message) => readCard(wanted, message) ?? []);
      },

      async press({ channel, id }, verb, { id: user }) {
        const click = { channel, ts: id, actionId: `escalation.${verb}`, user };
        try {
          return (await standIn.control<{ readonly status: number | null }>("click", click)).status === 200;
        } catch (error) {
          if (error instanceof Refused) return false;
          throw error;
        }
      },
    },
  }),
};

function channelOf({ name }: { readonly name: string }): string {
  return `C0${name.replace(" ", "").toUpperCase()}`;
}

/** What somebody sees who looks at a card; null for a message that is none, or that nothing can be pressed on. */
function readCard(channel: string, { ts, blocks = [] }: Message): ShownCard | null {
  const buttons = blocks.flatMap(({ type, elements = [] }) => (type === "actions" ? elements : []));
  const ours = buttons.filter(({ value }) => value !== undefined);
  const [first] = ours;
  if (!first?.value) return null;
  const { c: conversationId, e: episode } = JSON.parse(first.value) as { c: string; e: number };
  const verbs = ours.map(({ action_id = "" }) => (action_id.split(".")[1] ?? "") as Verb);
  return { channel, id: ts, conversationId, episode, buttons: verbs };
}
