import type { IncomingMessage, ServerResponse } from "node:http";
import { answerWell, spoilAnswer } from "../answer.ts";
import { isRecord } from "../is-record.ts";
import type { Journal } from "../journal.ts";
import { parseJson } from "../parse-json.ts";
import { readBody } from "../read-body.ts";
import type { Misbehaviour, Misdeed } from "./misbehaviour.ts";
import { misdo } from "./misdo.ts";
import { type SignatureVerdict, verdictOn } from "./verdict.ts";
import { receiverWords } from "./wording.ts";

/** One request that came in. */
export interface Received {
  /** 1 for the first. */
  readonly number: number;
  readonly at: Date;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As it came. */
  readonly raw: string;
  readonly json: unknown;
  readonly verdict: SignatureVerdict;
  /** `webhook-id`: the same one again is the same event again. */
  readonly id: string | undefined;
  readonly event: string | undefined;
  /** Whether the receiver took it, whatever the sender was told. */
  accepted: boolean;
  /** The status sent; null if the sender got none. */
  status: number | null;
  readonly misdeed?: Misdeed["how"];
}

interface Parts {
  readonly misbehaviour: Misbehaviour;
  readonly journal: Journal;
  readonly received: Received[];
  readonly secretOf: (path: string) => string | undefined;
  readonly changed: () => void;
}

export function createReceive({ misbehaviour, journal, received, secretOf, changed }: Parts) {
  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const misdeed = misbehaviour.forCall(path, undefined);
    const raw = misdeed?.how === "reset_before_reading" ? "" : (await readBody(request)).toString("utf8");
    const one = take(request, path, raw, misdeed);
    received.push(one);
    const deed = misdeed && misdo(response, misdeed);
    if (deed && "status" in deed) {
      one.status = deed.status;
      return changed();
    }
    one.accepted = true;
    const { id, event, verdict, headers, json } = one;
    journal.write({ did: "receive", path, id, event, verdict, attempt: headers["webhook-attempt"], raw, json });
    const answer = { status: 200, body: JSON.stringify({ received: true }) };
    one.status = deed ? await spoilAnswer(response, deed.spoil, answer, receiverWords) : answerWell(response, answer);
    changed();
  };

  function take(request: IncomingMessage, path: string, raw: string, misdeed: Misdeed | undefined): Received {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(", ")]),
    );
    const json = parseJson(raw);
    return {
      number: received.length + 1,
      at: new Date(),
      method: request.method ?? "",
      path,
      headers,
      raw,
      json,
      verdict: verdictOn(raw, headers, secretOf(path)),
      id: headers["webhook-id"],
      event: isRecord(json) && typeof json.event === "string" ? json.event : undefined,
      accepted: false,
      status: null,
      ...(misdeed && { misdeed: misdeed.how }),
    };
  }
}
