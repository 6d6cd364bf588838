import { isIPv6 } from "node:net";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { DomainError } from "../domain/errors.ts";

/** How much one visitor, or one address, may ask in a minute, and keep open. Asking for a human is never limited. */
export interface Limits {
  readonly sessionsPerAddress: number;
  readonly messagesPerVisitor: number;
  readonly messagesPerAddress: number;
  /** Streams open at the same time; a tab has one while its chat is open. */
  readonly streamsPerAddress: number;
  readonly requestsPerKey: number;
  /** Tests and replays: each may send a thousand webhooks. */
  readonly replaysPerChatbot: number;
  readonly wrongKeysPerAddress: number;
}

export const defaultLimits: Limits = {
  sessionsPerAddress: 60,
  messagesPerVisitor: 30,
  messagesPerAddress: 240,
  streamsPerAddress: 100,
  requestsPerKey: 600,
  replaysPerChatbot: 30,
  wrongKeysPerAddress: 60,
};

const streamAgainAfterS = 30;

export function createLimiters(limits: Limits) {
  const sessions = perMinute(limits.sessionsPerAddress);
  const visitors = perMinute(limits.messagesPerVisitor);
  const addresses = perMinute(limits.messagesPerAddress);
  const keys = perMinute(limits.requestsPerKey);
  const replays = perMinute(limits.replaysPerChatbot);
  const wrongKeys = perMinute(limits.wrongKeysPerAddress);
  const streams = new Map<string, number>();

  return {
    async session(ip: string): Promise<void> {
      await take(sessions, network(ip), "Too many chats were started from this address.");
    },
    async message(sessionId: string, ip: string): Promise<void> {
      await take(visitors, sessionId, "These were many messages in a short time.");
      await take(addresses, network(ip), "Too many messages come from this address.");
    },
    async request(keyId: string): Promise<void> {
      await take(keys, keyId, "These were many requests with this key.");
    },
    async replay(chatbotId: string): Promise<void> {
      await take(replays, chatbotId, "These were many tests and replays for this chatbot.");
    },
    async wrongKey(ip: string): Promise<void> {
      await take(wrongKeys, network(ip), "Too many requests with unknown keys come from this address.");
    },
    /** Takes a place for a stream, and says how it is given back. */
    stream(ip: string): () => void {
      const from = network(ip);
      const open = streams.get(from) ?? 0;
      if (open >= limits.streamsPerAddress) {
        const what = "Too many chats are open from this address.";
        throw new DomainError("too_many_requests", `${what} Try again in ${streamAgainAfterS} s.`, streamAgainAfterS);
      }
      streams.set(from, open + 1);
      return () => {
        const left = (streams.get(from) ?? 1) - 1;
        if (left > 0) streams.set(from, left);
        else streams.delete(from);
      };
    },
  };
}

export type Limiters = ReturnType<typeof createLimiters>;

function perMinute(points: number): RateLimiterMemory {
  return new RateLimiterMemory({ points, duration: 60 });
}

async function take(limiter: RateLimiterMemory, key: string, what: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
    throw new DomainError("too_many_requests", `${what} Try again in ${seconds} s.`, seconds);
  }
}

/** One household has a whole IPv6 network: its first 56 bits count as one address. */
function network(ip: string): string {
  if (!isIPv6(ip) || ip.startsWith("::ffff:")) return ip;
  const [head = "", tail = ""] = ip.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail.split(":").filter(Boolean);
  const groups = [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  const fourth = (groups[3] ?? "0").padStart(4, "0").slice(0, 2);
  return [...groups.slice(0, 3), fourth].join(":");
}
