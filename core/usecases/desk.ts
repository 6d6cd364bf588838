import type {
  Cause,
  ConnectVerdict,
  Destination,
  EscalationDesk,
  EscalationRef,
  NewConnection,
  Suppression,
  Verdict,
} from "../adapter.ts";
import type { Connection } from "../domain/chatbot.ts";
import { chooseChatbot } from "../domain/choose-chatbot.ts";
import { DomainError } from "../domain/errors.ts";
import type { ChatbotId, DeliveryId } from "../domain/ids.ts";
import type { EscalationNotice } from "../domain/notice.ts";
import type { Agent } from "../domain/people.ts";
import type { Act, Handled } from "./handle.ts";
import type { ConversationKey } from "./ports.ts";

interface Place extends Destination {
  readonly adapter: string;
}

/** already: it was so before. repeated: this very act was taken in before. */
export type Connecting = "done" | "already" | "repeated";

/** What the desk asks of storage. */
export interface DeskStore {
  notice(key: ConversationKey): Promise<EscalationNotice | null>;
  chatbots(): Promise<readonly { readonly id: ChatbotId; readonly name: string }[]>;
  addConnection(chatbotId: ChatbotId, connection: Connection, by: Agent, cause: string): Promise<Connecting>;
  removeConnection(chatbotId: ChatbotId, place: Place, cause: string): Promise<Connecting>;
  /** Whether an act on any of these chatbots as a whole was taken in before. */
  wasTakenIn(chatbots: readonly ChatbotId[], cause: string): Promise<boolean>;
  /** Cards that stood there before and missed something show how things stand now. */
  correctCards(chatbotId: ChatbotId, place: Place): Promise<void>;
  connectionsAt(place: Place): ReturnType<EscalationDesk["connections"]>;
  /** Visitors who wait and of whom nobody was told: they are told of now. Returns how many. */
  tellWaiting(chatbotId: ChatbotId): Promise<number>;
  pause(place: Place, reason: string): Promise<void>;
  resume(mended: Pick<Place, "adapter" | "account"> & Partial<Place>): Promise<void>;
  remember(adapter: string, name: string, fact: string | null): Promise<void>;
  recall(adapter: string, beginning: string): Promise<ReadonlyMap<string, string>>;
  findPosted(adapter: string, ref: string): Promise<EscalationRef | null>;
  confirm(place: Place, delivery: DeliveryId, ref: string, of: EscalationRef | null): Promise<boolean>;
  arrived(place: Place, delivery: DeliveryId): Promise<void>;
  suppress(address: string, why: Suppression, delivery: DeliveryId | null): Promise<void>;
  unsubscribe(chatbotId: ChatbotId, address: string): Promise<"done" | "already" | "unknown">;
}

type Verb = (key: ConversationKey, act: Act) => Promise<Handled>;

/** What adapters may ask of the core. */
export function createDesk(
  handle: Readonly<Record<"claim" | "resolve" | "reopen", Verb>>,
  store: DeskStore,
): EscalationDesk {
  async function act(verb: Verb, of: EscalationRef, { by, id, asOf }: Cause): Promise<Verdict> {
    try {
      const { kind } = await verb(of, { by, cause: id, episode: of.episode, ...(asOf !== undefined && { asOf }) });
      return { kind, notice: await store.notice(of) };
    } catch (error) {
      if (error instanceof DomainError && error.code === "conversation_not_found")
        return { kind: "unknown", notice: null };
      throw error;
    }
  }

  async function choose(name: string | null) {
    const chatbots = await store.chatbots();
    return { chatbots, chatbot: chooseChatbot(chatbots, name) };
  }

  async function connect({ chatbot: name, ...connection }: NewConnection, { by, id }: Cause): Promise<ConnectVerdict> {
    const { chatbots, chatbot } = await choose(name);
    if (!chatbot) return { kind: "unknown", chatbots };
    const kind = await store.addConnection(chatbot.id, connection, by, id);
    // A repeat may come because the first one broke off in the middle: what follows is done again, and does no harm.
    if (kind === "repeated" && !(await isConnected(chatbot.id, connection))) return { kind };
    // Connecting again is how people say that it is mended.
    await store.resume(connection);
    if (kind !== "already") await store.correctCards(chatbot.id, connection);
    const waiting = await store.tellWaiting(chatbot.id);
    return kind === "repeated" ? { kind } : { kind, chatbot, waiting };
  }

  async function isConnected(id: ChatbotId, place: Place): Promise<boolean> {
    return (await store.connectionsAt(place)).some(({ chatbot }) => chatbot.id === id);
  }

  async function disconnect({ chatbot: name, ...connection }: NewConnection, { id }: Cause): Promise<ConnectVerdict> {
    const { chatbots, chatbot } = await choose(name);
    if (!chatbot) return { kind: "unknown", chatbots };
    // Disconnected by it, the channel no longer says which chatbot it was about.
    const ids = chatbots.map((each) => each.id);
    const kind = (await store.wasTakenIn(ids, id))
      ? "repeated"
      : await store.removeConnection(chatbot.id, connection, id);
    return kind === "repeated" ? { kind } : { kind, chatbot, waiting: 0 };
  }

  return {
    claim: (of, cause) => act(handle.claim, of, cause),
    resolve: (of, cause) => act(handle.resolve, of, cause),
    reopen: (of, cause) => act(handle.reopen, of, cause),
    connect,
    disconnect,
    connections: (adapter, destination) => store.connectionsAt({ adapter, ...destination }),
    pause: (adapter, destination, reason) => store.pause({ adapter, ...destination }, reason),
    resume: (adapter, mended) => store.resume({ adapter, ...mended }),
    remember: store.remember,
    recall: store.recall,
    find: (adapter, posted) => store.findPosted(adapter, posted),
    confirm: (adapter, destination, delivery, posted, of) =>
      store.confirm({ adapter, ...destination }, delivery, posted, of ?? null),
    look: (of) => store.notice(of),
    arrived: (adapter, destination, delivery) => store.arrived({ adapter, ...destination }, delivery),
    suppress: store.suppress,
    unsubscribe: store.unsubscribe,
  };
}
