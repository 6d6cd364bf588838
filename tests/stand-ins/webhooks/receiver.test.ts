import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type StandInReceiver, startStandInReceiver } from "./stand-in-receiver.ts";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

describe("the stand-in receiver", () => {
  let receiver: StandInReceiver;
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "deskbell-receiver-"));
    receiver = await startStandInReceiver({ journal: join(directory, "journal") });
  });
  afterEach(async () => {
    await receiver.stop();
    await rm(directory, { recursive: true });
  });

  const control = (name: string, body: unknown) =>
    fetch(`${receiver.url}/_stand-in/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  function deliver({ at = new Date(), headers = {}, body = '{"event":"conversation.escalated"}' } = {}) {
    const signature = new Webhook(secret).sign("evt_1", at, body);
    const seconds = String(Math.floor(at.getTime() / 1000));
    return fetch(receiver.hookUrl, {
      method: "POST",
      headers: { "webhook-id": "evt_1", "webhook-timestamp": seconds, "webhook-signature": signature, ...headers },
      body,
    });
  }

  it("says of each delivery whether its signature holds, and why not", async () => {
    await deliver();
    expect((await control("secret", { secret })).status).toBe(200);
    await deliver();
    await deliver({ headers: { "webhook-signature": "v1,bm8=" } });
    await deliver({ headers: { "webhook-signature": "" } });
    await deliver({ at: new Date(Date.now() - 600_000) });
    expect(receiver.received.map(({ verdict }) => verdict)).toEqual([
      "no secret to verify with",
      "verified",
      "not signed by this secret",
      "not signed",
      "signed at another time",
    ]);
    expect((await control("secret", { secret: "hunter2" })).status).toBe(400);
  });

  it("writes down what it accepts before it answers, and nothing else", async () => {
    receiver.misbehave({ how: "server_error", times: 1 });
    receiver.misbehave({ how: "server_error_after_accepting", times: 1 });
    expect([(await deliver()).status, (await deliver()).status, (await deliver()).status]).toEqual([503, 500, 200]);
    const lines = (await readFile(join(directory, "journal"), "utf8")).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { did: "receive", id: "evt_1", event: "conversation.escalated" },
      { did: "receive", id: "evt_1" },
    ]);
    expect(receiver.received.map(({ accepted, status }) => [accepted, status])).toEqual([
      [false, 503],
      [true, 500],
      [true, 200],
    ]);
  });

  it("misbehaves as it is told to over HTTP, until it is told to behave", async () => {
    const rules = [
      { how: "answer", status: 429, headers: { "retry-after": "Sun, 19 Apr 2026 10:25:45 GMT" }, times: 1 },
      { how: "redirect", location: "http://127.0.0.1:1/", times: 1 },
      { how: "huge_headers" },
    ];
    for (const rule of rules) expect((await control("misbehave", rule)).status).toBe(200);
    const limited = await deliver();
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "Sun, 19 Apr 2026 10:25:45 GMT"]);
    await expect(deliver()).rejects.toThrow();
    await expect(deliver()).rejects.toThrow();
    await control("behave", {});
    expect((await deliver()).status).toBe(200);
    expect((await control("misbehave", { how: "dance" })).status).toBe(400);
  });

  it("has bad days: a mix of everything, and the same mix for the same seed", async () => {
    const day = async () => {
      const before = receiver.received.length;
      receiver.misbehave({ share: 0.5, seed: 3 });
      for (let count = 0; count < 30; count += 1) {
        await Promise.race([deliver().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 100))]);
      }
      receiver.behave();
      return receiver.received.slice(before).map(({ misdeed }) => misdeed);
    };
    const first = await day();
    expect(new Set(first).size).toBeGreaterThan(4);
    expect(await day()).toEqual(first);
  });
});
