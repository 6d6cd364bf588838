/** What the use cases about deliveries to webhook endpoints ask of storage: all of it in one transaction. */
import type { ChatbotId, EndpointId } from "../domain/ids.ts";

export interface ReplayRange {
  readonly since: Date;
  readonly until: Date;
  /** failed: what was given up or rejected. */
  readonly which: "failed" | "all";
  /** Only what was made after this delivery. */
  readonly after: string | null;
}

export interface DeliveryStore {
  /** How a delivery to this endpoint stands; null if there is none. */
  stateOf(chatbotId: ChatbotId, id: EndpointId, delivery: string): Promise<string | null>;
  /** In the order in which they were made. */
  findToReplay(chatbotId: ChatbotId, id: EndpointId, range: ReplayRange, most: number): Promise<readonly string[]>;
  /** Back into their lanes, at their places; those that wait or are being sent are left alone. Returns how many. */
  replay(chatbotId: ChatbotId, deliveries: readonly string[]): Promise<number>;
  /** Records that the endpoint is tested, and plans that as any other event; returns the id of the delivery to it. */
  enqueueTest(chatbotId: ChatbotId, id: EndpointId): Promise<string>;
}
