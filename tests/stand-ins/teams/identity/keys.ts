import { generateKeyPairSync, type KeyObject } from "node:crypto";

export interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  /** As the key set shows it. */
  readonly published: Record<string, unknown>;
}

let made: Readonly<Record<"teams" | "unendorsed" | "webchat" | "stranger", SigningKey>> | undefined;

/**
 * The keys of the Bot Connector; "stranger" is in no key set. The same for every stand-in of a process: Microsoft's SDK
 * keeps a key set for a day by its address, and the next stand-in may get the port of the last.
 */
export function signingKeys() {
  made ??= {
    teams: makeKey("stand-in-teams", { endorsements: ["msteams"] }),
    unendorsed: makeKey("stand-in-unendorsed", {}),
    webchat: makeKey("stand-in-webchat", { endorsements: ["webchat"] }),
    stranger: makeKey("stand-in-stranger", { endorsements: ["msteams"] }),
  };
  return made;
}

function makeKey(id: string, more: Record<string, unknown>): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    id,
    privateKey,
    published: { ...publicKey.export({ format: "jwk" }), use: "sig", kid: id, x5t: id, ...more },
  };
}
