import { type Agent, cleanText, oneLine } from "../../core/index.ts";
import type { SlackClient } from "./client.ts";

export interface SlackUser {
  readonly teamId: string;
  readonly userId: string;
  /** The handle that came with the payload: used when Slack is slow to tell the display name. */
  readonly handle: string;
}

export type People = (user: SlackUser) => Promise<Agent>;

const keptForMs = 60 * 60_000;
const keptAtMost = 1000;
/** A press must be answered within 3 s; the name may take this much of it. */
const nameWithinMs = 800;

/** The person as agents know them: by display name, remembered for an hour. */
export function createPeople(client: SlackClient, now: () => Date): People {
  const names = new Map<string, { readonly name: string; readonly until: number }>();

  async function lookUp(userId: string): Promise<string | null> {
    const { user } = await client.call("users.info", { user: userId }, AbortSignal.timeout(5000));
    const name = [user?.profile?.display_name, user?.real_name, user?.name].find((one) => one?.trim())?.trim();
    if (!name) return null;
    if (names.size >= keptAtMost) names.delete(names.keys().next().value ?? "");
    names.set(userId, { name, until: now().getTime() + keptForMs });
    return name;
  }

  async function nameOf({ userId, handle }: SlackUser): Promise<string> {
    const known = names.get(userId);
    if (known && known.until > now().getTime()) return known.name;
    const asked = lookUp(userId).catch(() => null);
    const name = await Promise.race([asked, after(nameWithinMs)]);
    return name ?? known?.name ?? (handle || userId);
  }

  return async (user) => ({
    name: oneLine(cleanText(await nameOf(user))) || user.userId,
    surface: "slack",
    externalId: `${user.teamId}:${user.userId}`,
  });
}

function after(ms: number): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), ms).unref();
  });
}
