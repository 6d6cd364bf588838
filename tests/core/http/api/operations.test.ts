import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultSettings } from "../../../../core/domain/settings.ts";
import { type Api, openApi, send } from "../../../support/api.ts";
import { homes } from "../../../support/database.ts";
import { openDeskbell } from "../../../support/deskbell.ts";
import { arrive } from "../../../support/visitor.ts";

const lamps = { id: "00000000-0000-4000-8000-00000000000a", name: "Lamps" };
const chairs = { id: "00000000-0000-4000-8000-00000000000b", name: "Chairs" };
const wanted = { url: "https://93.184.215.14/webhooks", events: ["conversation.escalated"] };

describe.skipIf(!homes.includes("server"))("the API", () => {
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  let api: Api;
  beforeAll(async () => {
    deskbell = await openDeskbell("server", {
      adapters: [],
      limits: { requestsPerKey: 200, replaysPerChatbot: 3, wrongKeysPerAddress: 40 },
      chatbots: [
        { ...lamps, owner: { email: "ana@example.com" }, settings: { recipients: ["ben@example.com"] } },
        chairs,
      ],
    });
    api = await openApi(deskbell, { chatbot: lamps.id });
  });
  afterAll(() => deskbell.close());

  const count = async () => (await api.ask("GET", "/webhook-endpoints")).body.endpoints.length;

  describe("refuses as an endpoint's URL, with a sentence, ", () => {
    it.each([
      ["http://example.com/hook", /https/],
      ["ftp://example.com/", /https/],
      ["javascript:alert(1)", /https/],
      ["https://user:secret@example.com/", /user name or password/],
      ["https://localhost/", /not the name of a public host/],
      ["https://deskbell.internal/", /not the name of a public host/],
      ["https://127.0.0.1/", /not a public address/],
      ["https://2130706433/", /127\.0\.0\.1 is not a public address/],
      ["https://0x7f.1/", /not a public address/],
      ["https://[::1]/", /not a public address/],
      ["https://[::ffff:10.0.0.1]/", /not a public address/],
      ["https://169.254.169.254/latest/meta-data/", /not a public address/],
      ["https://10.1.2.3:8443/", /not a public address/],
      ["https://8.8.8.8:25/", /Port 25 is for mail/],
      ["https://exa mple.com/", /blanks/],
      ["no url", /blanks|not a URL/],
      [`https://example.com/${"x".repeat(3_000)}`, /longer than 2,000/],
    ])("%s", async (url, says) => {
      const before = await count();
      const added = await api.ask("POST", "/webhook-endpoints", { ...wanted, url });
      expect([added.status, added.body.detail]).toEqual([422, expect.stringMatching(says)]);
      expect(await count()).toBe(before);
    });
  });

  it("refuses what does not fit an endpoint, naming every fault", async () => {
    const { body } = await api.ask("POST", "/webhook-endpoints", {
      url: 7,
      events: ["conversation.exploded"],
      label: "x".repeat(101),
      enabled: "yes",
      colour: "blue",
    });
    for (const field of ["url", "events.0", "label", "enabled", "colour"]) expect(body.detail).toContain(field);
    for (const header of ["Webhook-Id", "content-length", "Host", "X Y", "X:Y", "X\r\nY"]) {
      const compatibility = { header, encoding: "hex" };
      const refused = await api.ask("POST", "/webhook-endpoints", { ...wanted, compatibility });
      expect([refused.status, refused.body.detail], header).toEqual([
        422,
        expect.stringMatching(/^compatibility\.header/),
      ]);
    }
    const { id } = (await api.ask("POST", "/webhook-endpoints", wanted)).body;
    expect((await api.ask("PATCH", `/webhook-endpoints/${id}`, {})).status).toBe(422);
    expect((await api.ask("PATCH", `/webhook-endpoints/${id}`, { url: "https://10.0.0.1/" })).status).toBe(422);
    const compatibility = { header: "X-InsiteChat-Signature", encoding: "hex" };
    const changed = await api.ask("PATCH", `/webhook-endpoints/${id}`, { label: " Helpdesk\u0000 ", compatibility });
    expect(changed.body).toMatchObject({ url: wanted.url, label: "Helpdesk", compatibility, status: "ok" });
    expect((await api.ask("DELETE", `/webhook-endpoints/${id}`)).status).toBe(204);
  });

  describe("asked twice with one Idempotency-Key", () => {
    const twice = (key: string, body: unknown, with_ = api, path = "/webhook-endpoints") =>
      with_.ask("POST", path, body, { "idempotency-key": key });

    it("does it once, and gives the same answer, secret and all, also to two at the same time", async () => {
      const before = await count();
      const key = randomUUID();
      const [one, two] = await Promise.all([twice(key, wanted), twice(key, wanted)]);
      const three = await twice(key, wanted);
      expect([one.status, two.status, three.status]).toEqual([201, 201, 201]);
      expect(one.body).toEqual(two.body);
      expect(three.body).toEqual(one.body);
      expect(await count()).toBe(before + 1);
      const other = await twice(key, { ...wanted, label: "Another" });
      expect([other.status, other.body.detail]).toEqual([422, expect.stringMatching(/used for another request/)]);
      expect((await twice(key, {}, api, `/webhook-endpoints/${one.body.id}/test`)).status).toBe(422);
      const theirs = await openApi(deskbell, { chatbot: chairs.id });
      const added = await twice(key, wanted, theirs);
      expect([added.status, added.body.id === one.body.id]).toEqual([201, false]);

      const dump = JSON.stringify(await rows((sql) => sql`select * from idempotency`));
      expect(dump).toContain(key);
      for (const secret of [one.body.secret, one.body.secret.slice(6, 30), "whsec_"])
        expect(dump).not.toContain(secret);
      await rows((sql) => sql`update idempotency set at = now() - interval '73 hours' where key = ${key}`);
      const later = await twice(key, wanted);
      expect([later.status, later.body.id === one.body.id]).toEqual([201, false]);
    });

    it("remembers no refusal: what was mended can be asked again", async () => {
      const key = randomUUID();
      expect((await twice(key, { ...wanted, url: "https://10.0.0.1/" })).status).toBe(422);
      expect((await twice(key, wanted)).status).toBe(201);
      for (const bad of ["x".repeat(256), "a b"]) expect((await twice(bad, wanted)).status).toBe(400);
    });

    it("makes one key", async () => {
      const key = randomUUID();
      const asked = { name: "once", scopes: ["settings:read"] };
      const made = [await twice(key, asked, api, "/api-keys"), await twice(key, asked, api, "/api-keys")];
      expect(made[0]?.body.key).toMatch(/^dk_live_[a-z0-9]{8}[\w-]{43}$/);
      expect(made[1]?.body).toEqual(made[0]?.body);
      const { api_keys: keys } = (await api.ask("GET", "/api-keys")).body;
      expect(keys.filter(({ name }: { name: string }) => name === "once")).toHaveLength(1);
      const dump = JSON.stringify(await rows((sql) => sql`select * from api_key`));
      expect(dump).not.toContain(made[0]?.body.key.slice(16));
    });
  });

  it("lets no key make one that may more than itself", async () => {
    const { body } = await api.ask("POST", "/api-keys", { name: "porter", scopes: ["keys:write", "settings:read"] });
    const ask = (scopes: string[]) => send(deskbell.url, body.key, "POST", "/api-keys", { name: "x", scopes });
    expect((await ask(["settings:read"])).status).toBe(201);
    const beyond = await ask(["settings:read", "webhooks:write"]);
    expect([beyond.status, beyond.body.detail]).toEqual([403, expect.stringContaining("webhooks:write")]);
  });

  describe("settings", () => {
    it("are changed as far as they are given; every fault is named, and then nothing is changed", async () => {
      const before = (await api.ask("GET", "/settings")).body;
      expect(before).toEqual({ ...defaultSettings, recipients: ["ben@example.com"] });
      const refused = await api.ask("PATCH", "/settings", {
        show_escalation_cta: "no",
        recipients: ["ben"],
        theme: { color: "red" },
        colour: 1,
        positive_label: "Fine",
      });
      expect(refused.status).toBe(422);
      for (const fault of ["show_escalation_cta", '"ben"', "theme.color", '"colour"'])
        expect(refused.body.detail).toContain(fault);
      expect((await api.ask("GET", "/settings")).body).toEqual(before);
      const changed = await api.ask("PATCH", "/settings", { positive_label: " Fine ", business_hours: null });
      expect(changed.body).toEqual({ ...before, positive_label: "Fine" });
      const both = await Promise.all([
        api.ask("PATCH", "/settings", { request_help_label: "Help" }),
        api.ask("PATCH", "/settings", { reminder_minutes: 7 }),
      ]);
      expect(both.map(({ status }) => status)).toEqual([200, 200]);
      expect((await api.ask("GET", "/settings")).body).toMatchObject({
        request_help_label: "Help",
        reminder_minutes: 7,
      });
    });

    it("reach a widget that is open, one that comes back, and one at an instance that no hint came to", async () => {
      const visitor = await arrive(deskbell.url, lamps.id);
      const shows = (label: string) =>
        visitor.follows(1, (frames) => frames.some(({ data }) => data.positive_label === label));
      const open = shows("All good");
      await api.ask("PATCH", "/settings", { show_escalation_cta: false, positive_label: "All good" });
      expect((await open).at(-1)).toMatchObject({ id: null, event: "chatbot", data: { show_escalation_cta: false } });
      await shows("All good");
      const still = shows("Great");
      // As another instance would, if its hint was lost.
      await rows(
        (sql) => sql`
          update chatbot set version = version + 1, settings = settings || '{"positive_label": "Great"}'
          where chatbot_id = ${lamps.id}`,
      );
      await still;
    });
  });

  it("tells who is mailed and why not, and lifts a silence", async () => {
    const reason = "550 no such mailbox";
    await rows(
      (sql) => sql`insert into suppression (email_key, kind, reason) values ('ben@example.com', 'bounced', ${reason})`,
    );
    await rows((sql) => sql`update account set notify_escalation = false`);
    await rows((sql) => sql`update chatbot set version = version + 1`);
    const list = async () => (await api.ask("GET", "/recipients")).body.recipients;
    expect(await list()).toEqual([
      {
        email: "ana@example.com",
        name: "ana",
        is_owner: true,
        silence: { kind: "preference", reason: expect.stringMatching(/themselves/) },
      },
      {
        email: "ben@example.com",
        name: "ben",
        is_owner: false,
        silence: { kind: "suppressed", reason: `Mail to this address came back (${reason}).` },
      },
    ]);
    const lift = (email: string) => api.ask("DELETE", `/recipients/${encodeURIComponent(email)}/silence`);
    expect((await lift("BEN@example.com")).status).toBe(204);
    expect((await lift("ben@example.com")).status).toBe(204);
    expect((await list())[1].silence).toBeNull();
    expect((await lift("ana@example.com")).status).toBe(409);
    await rows(
      (sql) => sql`insert into suppression (email_key, kind, reason) values ('zoe@example.com', 'bounced', '')`,
    );
    expect((await lift("zoe@example.com")).status).toBe(404);
    expect(await rows((sql) => sql`select 1 from suppression where email_key = 'zoe@example.com'`)).toHaveLength(1);
  });

  it("pages through deliveries without a gap or a double, and filters them", async () => {
    const theirs = await openApi(deskbell, { chatbot: chairs.id });
    await theirs.ask("POST", "/webhook-endpoints", { ...wanted, events: ["conversation.started"] });
    for (let each = 0; each < 5; each++) await arrive(deskbell.url, chairs.id);
    const all = (await theirs.ask("GET", "/deliveries")).body.deliveries.map(({ id }: { id: string }) => id);
    expect(all).toHaveLength(5);
    const paged: string[] = [];
    let cursor = "";
    do {
      const { body } = await theirs.ask("GET", `/deliveries?limit=2${cursor && `&cursor=${cursor}`}`);
      paged.push(...body.deliveries.map(({ id }: { id: string }) => id));
      cursor = body.next_cursor ?? "";
    } while (cursor !== "");
    expect(paged).toEqual(all);
    expect((await theirs.ask("GET", "/deliveries?state=failed")).body.deliveries).toEqual([]);
    for (const query of ["state=lost", "limit=0", "limit=101", "limit=x", "cursor=1", "page=2", "limit=1&limit=2"])
      expect((await theirs.ask("GET", `/deliveries?${query}`)).status, query).toBe(422);
  });

  it("limits tests and replays of a chatbot, requests of a key, and guesses of an address", async () => {
    const { id } = (await api.ask("POST", "/webhook-endpoints", wanted)).body;
    const statuses = [];
    for (let each = 0; each < 5; each++) statuses.push(await api.ask("POST", `/webhook-endpoints/${id}/test`, {}));
    const refused = statuses.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused?.body.detail).toMatch(/tests and replays.*Try again in/);
    const busy = await openApi(deskbell, { chatbot: lamps.id, scopes: ["settings:read"] });
    const answers = await Promise.all(Array.from({ length: 201 }, () => busy.ask("GET", "/settings")));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
    expect((await api.ask("GET", "/settings")).status).toBe(200);
    const guesses = await Promise.all(Array.from({ length: 50 }, () => send(deskbell.url, "x", "GET", "/settings")));
    expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([401, 429]));
    expect((await api.ask("GET", "/settings")).status).toBe(200);
  });

  /** Looks into the database from beside. */
  async function rows(ask: (sql: postgres.Sql) => Promise<readonly object[]>): Promise<readonly object[]> {
    const sql = postgres(deskbell.env.DATABASE_URL ?? "", { max: 1, onnotice() {} });
    try {
      return await ask(sql);
    } finally {
      await sql.end();
    }
  }
});
