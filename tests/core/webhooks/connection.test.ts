import { createServer, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { outcomeOfFailure } from "../../../core/webhooks/outcome.ts";
import { newSecret } from "../../../core/webhooks/secret.ts";
import { type StandInDns, startStandInDns } from "../../stand-ins/dns/stand-in-dns.ts";
import { type StandInReceiver, startStandInReceiver } from "../../stand-ins/webhooks/stand-in-receiver.ts";
import { certify, hasOpenssl } from "../../support/certificate.ts";
import { aWebhook, sendTo } from "./support/sending.ts";

const secret = newSecret();

// Skipped where there is no openssl.
describe.skipIf(!hasOpenssl)("a webhook over https", () => {
  const certificate = hasOpenssl ? certify("DNS:hooks.example.com", "IP:127.0.0.1") : { key: "", cert: "" };
  const { cert: ca } = certificate;
  let dns: StandInDns;
  let receiver: StandInReceiver;
  beforeEach(async () => {
    dns = await startStandInDns();
    dns.tell("hooks.example.com", ["127.0.0.1"]);
    dns.tell("other.example.com", ["127.0.0.1"]);
    receiver = await startStandInReceiver({ secret, certificate });
  });
  afterEach(async () => {
    await receiver.stop();
    await dns.stop();
  });

  const at = (host: string) => `https://${host}:${new URL(receiver.url).port}/webhooks`;
  const send = (url: string, connection = {}) =>
    sendTo({ url, secrets: [secret] }, { dns: dns.server, connection }).send();

  it.each(["hooks.example.com", "127.0.0.1"])("arrives at a receiver whose certificate is for %s", async (host) => {
    expect(await send(at(host), { ca })).toEqual({ kind: "delivered", note: "HTTP 200", unseen: true });
    expect(receiver.received).toMatchObject([{ verdict: "verified" }]);
    expect(receiver.received[0]?.headers.host).toMatch(new RegExp(`^${host}:`));
  });

  it("is not sent to a receiver whose certificate is for another name", async () => {
    expect(await send(at("other.example.com"), { ca })).toEqual({
      kind: "retry",
      reason: expect.stringMatching(/^other\.example\.com:\d+ has a certificate for another name/),
    });
    expect(receiver.received).toEqual([]);
  });

  it("is not sent to a receiver whose certificate nobody vouches for, whatever NODE_TLS_REJECT_UNAUTHORIZED says", async () => {
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
    try {
      expect(await send(at("hooks.example.com"))).toEqual({
        kind: "retry",
        reason: expect.stringMatching(/certificate that no known authority vouches for/),
      });
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    }
    expect(receiver.received).toEqual([]);
  });

  it("is not sent to a port that speaks plain http", async () => {
    const plain = await startStandInReceiver();
    expect(await send(plain.hookUrl.replace("http:", "https:"))).toEqual({
      kind: "retry",
      reason: expect.stringMatching(/did not speak TLS/),
    });
    await plain.stop();
  });
});

describe("a webhook that cannot be sent", () => {
  let silent: Server;
  let port: number;
  beforeEach(async () => {
    // Takes connections and says nothing.
    silent = createServer((socket) => socket.resume());
    await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
    const address = silent.address();
    port = typeof address === "object" && address ? address.port : 0;
  });
  afterEach(async () => {
    if (silent.listening) await new Promise((closed) => silent.close(closed));
  });

  const send = (url: string, connection = {}) => sendTo({ url, secrets: [secret] }, { connection }).send();

  it("did not arrive where nothing listens, and says so", async () => {
    await new Promise((closed) => silent.close(closed));
    expect(await send(`http://127.0.0.1:${port}/`)).toEqual({
      kind: "retry",
      reason: `127.0.0.1:${port} refused the connection: nothing listens at this port (ECONNREFUSED).`,
    });
  });

  it("did not arrive where the connection is not there in time, and does not wait for longer", async () => {
    expect(await send(`https://127.0.0.1:${port}/`, { connectWithinMs: 100 })).toEqual({
      kind: "retry",
      reason: expect.stringContaining(`127.0.0.1:${port} did not take the connection`),
    });
  });

  it("did not arrive where there is no such host", async () => {
    const dns = await startStandInDns();
    const { send } = sendTo({ url: "https://gone.example.com/", secrets: [secret] }, { dns: dns.server });
    expect(await send()).toEqual({ kind: "retry", reason: "There is no host named gone.example.com. Check the URL." });
    dns.tell("gone.example.com", "silent");
    expect(await send({}, AbortSignal.timeout(100))).toEqual({
      kind: "retry",
      reason: expect.stringMatching(/^The endpoint's name could not be looked up within \d seconds\.$/),
    });
    await dns.stop();
  });
});

describe("what went wrong with a connection", () => {
  const host = "hooks.example.com";
  const delivery = aWebhook();
  const worded = (code: string, sent = false) => outcomeOfFailure({ kind: "failed", code, sent }, { delivery, host });

  it.each([
    ["ECONNREFUSED", /refused the connection/],
    ["ENETUNREACH", /cannot be reached/],
    ["ETIMEDOUT", /did not take the connection/],
    ["CERT_HAS_EXPIRED", /certificate that has expired/],
    ["CERT_NOT_YET_VALID", /not valid yet/],
    ["CERT_REVOKED", /was revoked/],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /whole chain/],
    ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", /did not speak TLS/],
    ["EWHATEVER", /could not be connected to \(EWHATEVER\)\.$/],
    ["", /could not be connected to\.$/],
  ])("is said in words: %s", (code, reason) => {
    expect(worded(code)).toEqual({ kind: "retry", reason: expect.stringMatching(reason) });
  });

  it("leaves it in doubt once it was sent", () => {
    expect(worded("ECONNRESET", true).kind).toBe("ambiguous");
    expect(worded("ECONNRESET").kind).toBe("retry");
  });
});
