import type { Remembered } from "../ledger.ts";
import type { Platform, Shown } from "../platforms/platform.ts";
import { type Findings, noFindings } from "./findings.ts";
import { judgeActs, judgeConversation, judgeDeliveries } from "./judge-database.ts";
import { judgePlatform } from "./judge-platform.ts";
import type { DatabaseTruth } from "./read-database.ts";
import { recognise } from "./recognise.ts";
import { noTally, type Tally } from "./tally.ts";

/** What a platform has in the end. */
export interface Accepted {
  readonly platform: Pick<Platform, "name" | "title" | "expect">;
  readonly shown: readonly Shown[];
}

export interface Judgement {
  readonly findings: Findings;
  readonly tallies: readonly Tally[];
}

/** Holds memories against each other: the clients', the database's, and that of each platform. */
export function judge(
  remembered: readonly Remembered[],
  truth: DatabaseTruth,
  accepted: readonly Accepted[],
): Judgement {
  const findings = noFindings();
  const events = grouped(truth.events, ({ conversationId }) => conversationId);
  for (const each of remembered) judgeActs(each, events.get(each.conversationId) ?? [], findings);
  for (const stored of truth.conversations)
    judgeConversation(stored, events.get(stored.conversationId) ?? [], findings);
  const tallies = accepted.map(({ platform, shown }) => {
    const tally = noTally(platform);
    const posts = grouped(recognise(platform, shown, truth.deliveries, findings), ({ of }) => of.conversationId);
    const own = truth.deliveries.filter(({ adapter }) => adapter === platform.name);
    const deliveries = grouped(own, ({ conversationId }) => conversationId);
    for (const stored of truth.conversations) {
      const of = <T>(groups: ReadonlyMap<string, T[]>): readonly T[] => groups.get(stored.conversationId) ?? [];
      const conversation = { stored, events: of(events), deliveries: of(deliveries), shown: of(posts) };
      judgePlatform(platform, conversation, findings, tally);
    }
    return tally;
  });
  judgeDeliveries(truth.deliveries, findings);
  return { findings, tallies };
}

function grouped<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
