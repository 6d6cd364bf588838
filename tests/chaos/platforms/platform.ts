import type { InstallAdapter } from "../../../core/index.ts";
import type { ChatbotOption } from "../../../core/main.ts";
import type { Verb } from "../ledger.ts";
import type { Expect } from "../oracle/expected.ts";
import type { StandIn } from "../stand-in.ts";

/**
 * Somewhere escalations go: how an instance finds it, how it is made ready and misbehaves, what people see and press
 * there, and what it accepted. Another one is a file beside this one, and a line in index.ts.
 */
export interface Platform {
  /** Its adapter's. */
  readonly name: string;
  /** The folder of its stand-in. */
  readonly standIn: string;
  /** As people call it. */
  readonly title: string;
  /** What the instances are given of its stand-in. */
  env(standIn: StandIn): Readonly<Record<string, string>>;
  /** In an instance, which has that in its environment; null: it is in every Deskbell. */
  install(env: Readonly<Record<string, string | undefined>>): InstallAdapter | null;
  /** What a chatbot's settings say of it, where that is where its place is chosen. */
  settings?(chatbot: NamedChatbot): NonNullable<ChatbotOption["settings"]>;
  open(standIn: StandIn): Promise<OpenPlatform>;
  /** What must be there in the end. */
  readonly expect: Expect;
}

export interface OpenPlatform {
  /** Its callbacks go to this Deskbell, and each of these chatbots is connected to a place of its own. */
  connect(deskbell: Reached, chatbots: readonly NamedChatbot[]): Promise<void>;
  /** 30 % of calls go wrong, and some callbacks come twice or late. */
  misbehave(seed: number): Promise<void>;
  behave(): Promise<void>;
  /** Everything that Deskbell's deliveries brought about there, in the order in which it was accepted. */
  shown(): Promise<readonly Shown[]>;
  /** null where nothing can be pressed. */
  readonly buttons: Buttons | null;
}

/** Where Deskbell is, and the secret that whoever runs it has. */
export interface Reached {
  readonly url: string;
  readonly appSecret: string;
}

/** Those of the cards, and who presses them. */
export interface Buttons {
  readonly people: readonly Person[];
  /** The cards that this person sees in the chatbot's channel. */
  cards(chatbot: NamedChatbot, person: Person): Promise<readonly ShownCard[]>;
  /** Whether the person was told that it was taken in. Throws where a person is told nonsense. */
  press(card: ShownCard, verb: Verb, person: Person): Promise<boolean>;
}

export interface NamedChatbot {
  readonly id: string;
  /** "Shop 001": its channel is called by it. */
  readonly name: string;
}

export interface Person {
  /** On the platform. */
  readonly id: string;
  /** With which Deskbell's name for them ends. */
  readonly knownBy: string;
}

export interface ShownCard {
  readonly channel: string;
  readonly id: string;
  readonly conversationId: string;
  readonly episode: number;
  /** Those that can be pressed. */
  readonly buttons: readonly Verb[];
}

export interface Shown {
  readonly channel: string;
  readonly id: string;
  /** The message it stands under; null for what stands in the channel itself. */
  readonly under: string | null;
  /** What it says by itself of the delivery that made it. */
  readonly delivery: string | null;
  /** Where it says instead which event it is of. */
  readonly event?: string | undefined;
  /** How its adapter calls it. */
  readonly ref: string;
  /** Without the words that make it known as a copy. */
  readonly text: string;
  /** Whether whoever got it could tell that it is there twice. */
  readonly copy: boolean;
  /** Why whoever got it must not take it, if so. */
  readonly wrong?: string | undefined;
  /** As it is now. */
  readonly card: ShownCard | null;
}
