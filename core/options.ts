import type { InstallAdapter, Log } from "./adapter.ts";
import type { Environment } from "./config.ts";
import type { ChatbotSettings } from "./domain/settings.ts";
import type { Limits } from "./http/limits.ts";

/** What `startDeskbell` may be given; everything has a default. */
export interface DeskbellOptions {
  /** Stands in for the process's environment variables. */
  readonly env?: Environment;
  /** Chatbots to make, or to bring to this name and these settings. None: a first one is made if there is none. */
  readonly chatbots?: readonly ChatbotOption[];
  readonly adapters?: readonly InstallAdapter[];
  /** Escalations of a chatbot in a minute, beyond which alerts become one digest. */
  readonly alertsPerMinute?: number;
  readonly limits?: Partial<Limits>;
  /** How long an escalation may stay without a destination's confirmation before `conversation.unreached`. */
  readonly unreachedAfterMs?: number;
  /** Where the widget's built files are. */
  readonly widgetDirectory?: string;
  readonly log?: Log;
  /** Lanes worked at the same time, and of one destination. */
  readonly concurrency?: { readonly inAll: number; readonly perDestination: number };
  /** "open": whoever comes may read, at /dev/mailbox, the mail that no way to send is configured for. For the demo. */
  readonly mailbox?: "open";
  /** The interface to listen on; all of them by default. */
  readonly host?: string;
}

export interface ChatbotOption {
  readonly id: string;
  readonly name: string;
  readonly settings?: Partial<ChatbotSettings>;
  /** Always mailed about its escalations, and told of what breaks. */
  readonly owner?: OwnerOption;
}

export interface OwnerOption {
  readonly email: string;
  readonly name?: string;
  /** The account's `notify_escalation`; true unless it is set. */
  readonly notifyEscalation?: boolean;
}

/** The first chatbot has this id, so that a snippet can be shown before anything is set up. */
export const firstChatbotId = "00000000-0000-4000-8000-000000000001";
