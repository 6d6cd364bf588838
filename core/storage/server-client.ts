import type { Duplex } from "node:stream";
import postgres, { type Sql } from "postgres";
import { dialServer, type Target, type Tls } from "./server-dial.ts";
import { openServerStream, type ServerStream } from "./server-stream.ts";

type Options = Parameters<typeof postgres>[1] & object;

/** What postgres.js gives to its `socket` option. */
interface SocketOptions extends Target {
  fetch_types: boolean;
  target_session_attrs?: string | null;
}

interface Generation {
  readonly sql: Sql;
  end(): Promise<void>;
}

/**
 * A client that outlives its connections. The postgres.js client that lost one takes nothing new, finishes what it has
 * and is forgotten, and another takes its place: whoever is still inside a dead transaction holds a connection that
 * leads nowhere, not one that meanwhile serves somebody else.
 */
export function createServerClient(url: string, options: Options): Generation {
  const { ssl } = postgres(url, options).options;
  const generations = new Set<Generation>();
  let ended = false;
  let current = createGeneration();
  // postgres.js listens again when it sees its connection closed, and its listener runs no transactions.
  const listener = connectThrough(url, options, ssl, { closes: true });

  return {
    sql: new Proxy(current.sql, {
      apply: (_target, self, args) => Reflect.apply(current.sql, self, args),
      get: (_target, name) => Reflect.get(name === "listen" ? listener.sql : current.sql, name),
    }),
    async end() {
      ended = true;
      await Promise.all([listener, ...generations].map((each) => each.end()));
    },
  };

  function createGeneration(): Generation {
    const streams = new Set<ServerStream>();
    let retired = false;
    const own = connectThrough(url, options, ssl, {
      closes: false,
      onOpen(stream) {
        streams.add(stream);
        generations.add(own);
        if (retired) stream.retire();
      },
      onLost() {
        if (retired || ended) return;
        retired = true;
        current = createGeneration();
        for (const stream of streams) stream.retire();
        forget();
      },
      onEnd(stream) {
        streams.delete(stream);
        forget();
      },
    });
    const forget = () => {
      if (retired && streams.size === 0) generations.delete(own);
    };
    generations.add(own);
    return own;
  }
}

interface Plan {
  closes: boolean;
  onOpen?(stream: ServerStream): void;
  onLost?(): void;
  onEnd?(stream: ServerStream): void;
}

function connectThrough(url: string, options: Options, ssl: Tls, plan: Plan): Generation {
  const { closes, onOpen, onLost, onEnd } = plan;
  let opened = 0;

  // Missing in the types: https://github.com/porsager/postgres#custom-socket
  const settings = {
    ...options,
    socket(target: SocketOptions): Duplex {
      // The first host that takes a connection may turn out to be the wrong kind; then the next is asked.
      const beginWith = target.target_session_attrs ? opened++ : 0;
      const stream = openServerStream({
        dial: () => dialServer(target, ssl, beginWith, dialMs),
        introduces: target.fetch_types,
        closes,
        onLost: () => onLost?.(),
        onEnd: () => onEnd?.(stream),
      });
      onOpen?.(stream);
      return stream.duplex;
    },
    // Both belong to the stream.
    ssl: false,
    connect_timeout: 0,
    // Refused connections are asked for again this soon, in seconds: a restarted server is found at once.
    backoff: () => 0.05,
  };
  const sql = postgres(url, settings);
  return { sql, end: () => sql.end({ timeout: 5 }) };
}

/** Less than a login may take. */
const dialMs = 4_000;
