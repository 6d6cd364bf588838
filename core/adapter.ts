/**
 * The seam: all that an adapter's author must read.
 *
 * A delivery is one effect at one destination: a *card* (shows how things stand, edited in place), a *line*
 * (a thread note: who did what, where) or a *message* (a mirrored utterance, an e-mail, a webhook). Nobody plans a *copy*:
 * it is what becomes of a second card of the same episode, once both are known.
 * Events are frozen, notices are current: a webhook sends what happened, a card shows how things stand.
 */
import type { RequestListener } from "node:http";
import type { Chatbot, Connection, RelayMode } from "./domain/chatbot.ts";
import type { Conversation } from "./domain/conversation.ts";
import type { DeskEvent } from "./domain/events.ts";
import type { ChatbotId, ConversationId, DeliveryId } from "./domain/ids.ts";
import type { EscalationNotice } from "./domain/notice.ts";
import type { Agent } from "./domain/people.ts";

export interface Adapter {
  /** Also its folder, its URL prefix and its surface: "slack", "teams", "email". */
  readonly name: string;
  /**
   * What this event asks to be posted here, in order. Pure: the chatbot carries its connections, recipients and
   * endpoints, the conversation stands as it was committed with the event (null for an event of the chatbot).
   */
  plan(event: DeskEvent, chatbot: Chatbot, conversation: Conversation | null): readonly Planned[];
  /** Called again after a crash, so delivering twice must do no harm. Ends, one way or another, when the signal says so. */
  deliver(delivery: Delivery, signal: AbortSignal): Promise<Outcome>;
  /** Serves what the platform calls back, under /adapters/<name>, on the raw request: no body was read. */
  readonly callbacks?: RequestListener;
  /** Works by itself while Deskbell runs (a Socket Mode connection, a check of the token) until the signal ends it. */
  run?(signal: AbortSignal): Promise<void>;
  /** Looks, without posting anything, whether all that it and these chatbots need is right: what `npm run doctor` says. */
  examine?(signal: AbortSignal, chatbots: readonly Chatbot[]): Promise<readonly Finding[]>;
}

export interface Finding {
  readonly level: "ok" | "warning" | "broken";
  /** One plain line: what was looked at, and how it is. */
  readonly what: string;
  /** What to do about it, and where. */
  readonly todo?: string;
}

export interface Destination {
  /** A workspace, a tenant, a sender: what breaks as a whole when a token is revoked. */
  readonly account: string;
  /** A channel, a mailbox, a URL. */
  readonly address: string;
}

/** copy: `posted.message` is another card of the episode than `posted.card`. It is redrawn to say that that one goes on, without buttons. */
export type Effect = "card" | "line" | "message" | "copy";

export interface Planned {
  readonly destination: Destination;
  readonly effect: Effect;
  /** Frozen bytes, where every attempt must send the same (webhooks, mail). Such a delivery carries no notice. */
  readonly body?: string;
}

/** A message only its adapter can find again: unique within the adapter. */
export type PostedRef = string;

export interface Delivery extends Planned {
  readonly id: DeliveryId;
  /** 1 for the first. Counted before the effect. */
  readonly attempt: number;
  /** What happened, frozen. */
  readonly event: DeskEvent;
  /** How things stand now; null where the subject is not a conversation in an episode, or the body is frozen. */
  readonly notice: EscalationNotice | null;
  /** What this adapter already posted there: the card of this episode, and this very delivery. */
  readonly posted: { readonly card: PostedRef | null; readonly message: PostedRef | null };
  /** Set when an earlier attempt may have arrived (since when): look before sending again. */
  readonly uncertainSince: Date | null;
  /** How often it was already looked for since it became uncertain. */
  readonly looks: number;
}

export type Outcome =
  | {
      readonly kind: "delivered";
      readonly posted?: PostedRef;
      /** What the attempt's record says of it ("HTTP 204"). */
      readonly note?: string;
      /** It went where nobody looks (a local mailbox): it does not count as having reached anybody. */
      readonly unseen?: boolean;
    }
  /** It did not arrive. `afterMs`: the platform's own delay, a lower bound; with it the attempt is not held against the delivery. */
  | {
      readonly kind: "retry";
      readonly reason: string;
      readonly afterMs?: number;
      readonly scope?: "address" | "account";
    }
  /**
   * It may have arrived. The next call of `deliver` has `uncertainSince` and looks first. `after` is what this
   * attempt did: "sent" it (the default; looking starts anew), "looked" in vain (counted in `looks`), or was
   * "unable" to look (nothing changes).
   */
  | {
      readonly kind: "ambiguous";
      readonly reason: string;
      readonly lookAfterMs?: number;
      readonly after?: "sent" | "looked" | "unable";
    }
  /** This one can never be delivered; the destination is healthy. */
  | { readonly kind: "rejected"; readonly reason: string }
  /** The destination is broken: it is paused, and the owner reads the reason. */
  | { readonly kind: "refused"; readonly reason: string; readonly scope: "address" | "account" };

/** What an adapter may ask of the core. Every verb acts once per cause, recorded in the same transaction. */
export interface EscalationDesk {
  claim(of: EscalationRef, cause: Cause): Promise<Verdict>;
  resolve(of: EscalationRef, cause: Cause): Promise<Verdict>;
  reopen(of: EscalationRef, cause: Cause): Promise<Verdict>;
  connect(connection: NewConnection, cause: Cause): Promise<ConnectVerdict>;
  disconnect(connection: NewConnection, cause: Cause): Promise<ConnectVerdict>;
  /** What is connected at an address; `paused`: why nothing is posted there just now. */
  connections(adapter: string, destination: Destination): Promise<readonly Connected[]>;
  /** The platform says that a destination is broken (a channel deleted, a bot removed): it is paused, and the owner reads the reason. */
  pause(adapter: string, destination: Destination, reason: string): Promise<void>;
  /** Lifts the pause of what works again: an address (a channel unarchived, a bot invited back), or a whole account. */
  resume(adapter: string, mended: Pick<Destination, "account"> & Partial<Destination>): Promise<void>;
  /** What an adapter must still know after a restart, under a name of its own: small, and never a secret. null forgets it. */
  remember(adapter: string, name: string, fact: string | null): Promise<void>;
  /** What was remembered under names that begin so. */
  recall(adapter: string, beginning: string): Promise<ReadonlyMap<string, string>>;
  /** Which conversation and episode a posted message belongs to. */
  find(adapter: string, posted: PostedRef): Promise<EscalationRef | null>;
  /** How it stands now, whatever its episode; null if there is none. */
  look(of: EscalationRef): Promise<EscalationNotice | null>;
  /**
   * The platform's own receipt: it did arrive (own-message event, a click on a card we were unsure of). False if no
   * such delivery of this adapter is at this address, or not of the episode that it is said to be `of`.
   */
  confirm(
    adapter: string,
    destination: Destination,
    delivery: DeliveryId,
    posted: PostedRef,
    of?: EscalationRef,
  ): Promise<boolean>;
  /** It is where it was meant to be (a mailbox took it), which the delivery log shows as confirmed. */
  arrived(adapter: string, destination: Destination, delivery: DeliveryId): Promise<void>;
  /** Mail does not reach this address, or its reader calls it spam: nobody mails it any more, and owners read why. */
  suppress(address: string, why: Suppression, delivery: DeliveryId | null): Promise<void>;
  /** A recipient wants no more alerts of this chatbot; for its owner, of any. The owner reads of it. */
  unsubscribe(chatbotId: ChatbotId, address: string): Promise<"done" | "already" | "unknown">;
}

export interface Suppression {
  readonly kind: "bounced" | "dropped" | "reported_spam";
  /** What the platform said of it. */
  readonly reason: string;
}

export interface EscalationRef {
  readonly chatbotId: ChatbotId;
  readonly conversationId: ConversationId;
  readonly episode: number;
}

/** Who did it, and the platform's own id of the act (trigger_id, event_id, activity id): a repeat of it acts no second time. */
export interface Cause {
  readonly by: Agent;
  readonly id: string;
  /**
   * As of which number of the conversation's sequence the act was offered, where that lies about for days (a link in a
   * mail): if it was resolved since, nothing changes, even if it was reopened.
   */
  readonly asOf?: number;
}

/**
 * done: it changed. already: it was so before, or this very act was already taken in. stale: it was about an
 * episode that is over. unknown: there is no such escalation. The notice says what is true now.
 */
export interface Verdict {
  readonly kind: "done" | "already" | "stale" | "unknown";
  readonly notice: EscalationNotice | null;
}

export interface Connected {
  readonly chatbot: ChatbotName;
  readonly connection: Connection;
  readonly paused: string | null;
  /** Why the last escalation could not be shown there, though nothing is paused; null if it could. */
  readonly lost: string | null;
}

export interface ChatbotName {
  readonly id: ChatbotId;
  readonly name: string;
}

export interface NewConnection extends Destination {
  readonly adapter: string;
  /** A chatbot's id or name; null for the first one. */
  readonly chatbot: string | null;
  readonly label: string;
  readonly relayMode: RelayMode;
}

/** unknown: no chatbot of that name; `chatbots` lists those there are. already: it was so before. */
export type ConnectVerdict =
  /** This very act was taken in before: whoever did it has been answered. */
  | { readonly kind: "repeated" }
  /** `waiting`: visitors of whom nobody had been told; the channel hears of them now. */
  | { readonly kind: "done" | "already"; readonly chatbot: ChatbotName; readonly waiting: number }
  | { readonly kind: "unknown"; readonly chatbots: readonly ChatbotName[] };

export interface AdapterContext {
  /** The environment's variables, or what stands in for them. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly publicUrl: string;
  readonly desk: EscalationDesk;
  readonly log: Log;
  readonly now: () => Date;
  /** 32 bytes of one's own to sign or encrypt with, the same at every instance and start. Not before anything is planned or run. */
  readonly keyFor: (purpose: string) => Buffer;
}

/** Structured, never with a secret or a visitor's text in it. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * null when not configured; fails with ConfigurationError, naming every variable at fault, when configured by halves.
 * A promise, so that a platform's SDK is loaded only where it is needed.
 */
export type InstallAdapter = (context: AdapterContext) => Promise<Adapter | null>;
