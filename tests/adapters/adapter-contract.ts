import { describe } from "vitest";
import type { Destination, InstallAdapter, PostedRef, Recipient } from "../../core/index.ts";
import { keepsWhatChannelsKeep } from "./contract/channel.ts";
import { keepsWhatAllKeep } from "./contract/common.ts";
import { letterTo } from "./contract/letter.ts";
import { keepsWhatMailboxesKeep } from "./contract/mailbox.ts";
import { raiseStage } from "./contract/stage.ts";

/** The platform as its stand-in plays it, seen from an adapter's tests. */
interface Platform {
  /** A whole configuration that leads to the stand-in. */
  readonly env: Readonly<Record<string, string>>;
  /** Where callbacks come in, below /adapters/<name>; null when the adapter goes and gets them. */
  readonly callbackPath: string | null;
  sendCallbacksTo(url: string): void;
  /** Resolves when the platform can reach the adapter. */
  reachable(): Promise<void>;
  /** What a person reads at the destination, one entry per message: in the channel itself, or in the mailbox. */
  shown(): readonly string[];
  /** The next call is answered with the platform's "too many requests". */
  limitRate(seconds: number): void;
  /** The platform no longer takes our credentials. */
  revoke(): void;
  /** Resolves when nothing that the platform sends is under way. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Where a card stands, is edited in place, and has buttons; somebody connected it. */
export interface ChannelPlatform extends Platform {
  readonly destination: Destination;
  /** The destination no longer takes messages. */
  close(): void;
  /** A person presses a button of the card; `twice`: the platform sends the very same press again. */
  press(verb: "claim" | "resolve" | "reopen", card: PostedRef, how?: { twice?: boolean }): Promise<unknown>;
  /** Who presses, as the desk must come to know them. */
  readonly presser: { readonly name: string; readonly externalId: string };
}

/** Where letters come in, each for itself, with links that lead to pages of ours; its address is listed. */
export interface MailboxPlatform extends Platform {
  /** By which way letters go there, and to whom. */
  readonly account: string;
  readonly recipient: Recipient;
}

interface UnderContract {
  readonly name: string;
  readonly install: InstallAdapter;
  /** Each leaves out one thing; the variable that must be named. */
  readonly halves: readonly { readonly env: Readonly<Record<string, string>>; readonly missing: string }[];
}

export interface ChannelUnderContract extends UnderContract {
  readonly surface: "channel";
  startPlatform(): Promise<ChannelPlatform>;
}

export interface MailboxUnderContract extends UnderContract {
  readonly surface: "mailbox";
  startPlatform(): Promise<MailboxPlatform>;
}

export type AdapterUnderContract = ChannelUnderContract | MailboxUnderContract;

/** The promises every adapter keeps, and those of its kind of surface, as a test suite over real HTTP. */
export function keepsTheAdapterContract(under: AdapterUnderContract): void {
  describe(`the adapter contract, kept by ${under.name}`, () => {
    if (under.surface === "channel") {
      const stage = raiseStage(under, (platform) => ({ destination: platform.destination }));
      keepsWhatAllKeep(under, stage);
      keepsWhatChannelsKeep(under, stage);
    } else {
      const stage = raiseStage(under, (platform, adapter) => letterTo(platform, adapter));
      keepsWhatAllKeep(under, stage);
      keepsWhatMailboxesKeep(under, stage);
    }
  });
}
