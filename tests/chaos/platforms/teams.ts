import { installTeamsAt } from "../../../adapters/teams/index.ts";
import { cloudOf } from "../../stand-ins/teams/cloud-of.ts";
import { expectedInChannel } from "../oracle/expected.ts";
import { Refused } from "../stand-in.ts";
import { badDay } from "./bad-day.ts";
import type { Platform } from "./platform.ts";
import { type AdaptiveCard, readTeamsCard } from "./read-teams-card.ts";
import { readTeamsJournal } from "./read-teams-journal.ts";

interface State {
  readonly people: readonly { readonly id: string; readonly aadObjectId: string }[];
  readonly channels: readonly {
    readonly id: string;
    readonly messages: readonly { readonly activityId: string; readonly card?: AdaptiveCard }[];
  }[];
  readonly views: readonly { readonly activityId: string; readonly person: string; readonly card?: AdaptiveCard }[];
}

interface Pressed {
  readonly status: number | null;
  readonly answer?: { readonly type: string; readonly value: unknown };
}

/** Where Teams is, for the instances: no variable of the product leads to a stand-in. */
const cloud = "CHAOS_TEAMS_CLOUD";
const team = "19:shops@thread.tacv2";
/** Whatever token an instance has is worth nothing after this: the token endpoint misbehaves as all the rest does. */
const tokensExpireEveryMs = 5_000;

/** Nobody can look there before sending again: a message that may be there twice says so. */
export const teams: Platform = {
  name: "teams",
  standIn: "teams",
  title: "Microsoft Teams",
  install: (env) => installTeamsAt(cloudOf({ cloud: JSON.parse(env[cloud] ?? "{}") })),
  expect: expectedInChannel,

  env: ({ access }) => ({
    TEAMS_APP_ID: String(access.appId),
    TEAMS_APP_PASSWORD: String(access.appPassword),
    TEAMS_TENANT_ID: String(access.tenantId),
    [cloud]: JSON.stringify(access.cloud),
  }),

  async open(standIn) {
    const { people } = await standIn.state<State>();
    let expiring: NodeJS.Timeout | undefined;

    return {
      async connect({ url }, chatbots) {
        const { serviceUrl } = standIn.access.cloud as { readonly serviceUrl: string };
        await standIn.control("callbacks", { url: `${url}/adapters/teams/messages`, serviceUrl });
        await standIn.control("teams", { id: team, name: "Shops" });
        for (const { id, name } of chatbots) {
          const channel = channelOf({ name });
          await standIn.control("channels", { id: channel, team, name });
          await standIn.control("say", { channel, text: `connect ${id}`, mention: true });
        }
      },
      async misbehave(seed) {
        await badDay(standIn, seed);
        // Each instance asks for the keys once in its life.
        await standIn.control("misbehave", { methods: ["openIdConfiguration", "openIdKeys"], share: 0.3, seed });
        expiring = setInterval(() => void standIn.control("expireTokens", {}).catch(() => {}), tokensExpireEveryMs);
      },
      async behave() {
        clearInterval(expiring);
        await standIn.control("behave", {});
      },

      shown: async () => readTeamsJournal(standIn.journal),

      buttons: {
        people: people.map(({ id, aadObjectId }) => ({ id, knownBy: `:${aadObjectId}` })),

        async cards(chatbot, person) {
          const wanted = channelOf(chatbot);
          const { channels, views } = await standIn.state<State>(wanted);
          const messages = channels.find(({ id }) => id === wanted)?.messages ?? [];
          return messages.flatMap(({ activityId, card }) => {
            const view = views.find((each) => each.activityId === activityId && each.person === person.id);
            return readTeamsCard(wanted, activityId, view?.card ?? card) ?? [];
          });
        },

        async press({ channel, id: activityId }, verb, { id: user }) {
          const pressed = await standIn
            .control<Pressed>("press", { channel, activityId, verb, user })
            .catch((error: unknown) => {
              if (error instanceof Refused) return null;
              throw error;
            });
          if (pressed?.status !== 200 || !pressed.answer) return false;
          const { type, value } = pressed.answer;
          if (type === "application/vnd.microsoft.card.adaptive") return true;
          if (String(value).startsWith("That did not work just now")) return false;
          throw new Error(`Whoever pressed ${verb} in Teams was told: ${value}`);
        },
      },
    };
  },
};

function channelOf({ name }: { readonly name: string }): string {
  return `19:${name.replace(" ", "").toLowerCase()}@thread.tacv2`;
}
