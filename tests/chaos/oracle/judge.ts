import type { Remembered } from "../ledger.ts";
import { type Findings, noFindings } from "./findings.ts";
import { judgeActs, judgeConversation, judgeDeliveries } from "./judge-database.ts";
import { judgeSlack } from "./judge-slack.ts";
import type { DatabaseTruth } from "./read-database.ts";
import type { Shown } from "./read-slack.ts";

/** Holds three memories against each other: the clients', the database's, and Slack's. */
export function judge(remembered: readonly Remembered[], truth: DatabaseTruth, shown: readonly Shown[]): Findings {
  const findings = noFindings();
  const deliveries = new Map(truth.deliveries.map((delivery) => [delivery.id, delivery]));
  const events = grouped(truth.events);
  const posts = grouped(
    shown.flatMap((post) => {
      const of = deliveries.get(post.delivery);
      if (of) return [{ ...post, of, conversationId: of.conversationId }];
      findings.inconsistent.push({ conversationId: "?", what: `Slack shows ${post.ts}, which no delivery made` });
      return [];
    }),
  );

  for (const each of remembered) judgeActs(each, events.get(each.conversationId) ?? [], findings);
  for (const conversation of truth.conversations) {
    const { conversationId, channel } = conversation;
    const own = events.get(conversationId) ?? [];
    judgeConversation(conversation, own, findings);
    judgeSlack(conversationId, channel ?? "", own, posts.get(conversationId) ?? [], findings);
  }
  judgeDeliveries(truth.deliveries, findings);
  return findings;
}

function grouped<T extends { readonly conversationId: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.conversationId);
    if (group) group.push(row);
    else groups.set(row.conversationId, [row]);
  }
  return groups;
}
