import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultSettings } from "../../../../core/domain/settings.ts";
import { type ApiParts, createApiRoutes } from "../../../../core/http/api/routes.ts";
import { startStandInReceiver } from "../../../stand-ins/webhooks/stand-in-receiver.ts";
import { type Api, type Asked, openApi, operatorToken, send } from "../../../support/api.ts";
import { homes } from "../../../support/database.ts";
import { eventually, openDeskbell } from "../../../support/deskbell.ts";

const own = { id: "00000000-0000-4000-8000-00000000000a", name: "Lamps" };
const other = { id: "00000000-0000-4000-8000-00000000000b", name: "Chairs" };
const owner = { email: "ana@example.com", name: "Ana" };

interface Documented {
  readonly method: string;
  readonly path: string;
  readonly scope: string | undefined;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: object }>> }>>;
}

describe("every operation of the API", () => {
  const home = homes.at(-1) ?? "embedded";
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  let receiver: Awaited<ReturnType<typeof startStandInReceiver>>;
  let document: { paths: Record<string, Record<string, unknown>>; components: object };
  let operations: readonly Documented[];
  let mine: Api;
  let theirs: Api;
  /** What there is of this chatbot, by the names of the parameters. */
  const known: Record<string, string> = { email: "ben@example.com" };

  beforeAll(async () => {
    receiver = await startStandInReceiver();
    deskbell = await openDeskbell(home, {
      adapters: [],
      env: { WEBHOOK_ALLOW_CIDRS: "127.0.0.0/8" },
      limits: { requestsPerKey: 10_000, wrongKeysPerAddress: 10_000, replaysPerChatbot: 10_000 },
      chatbots: [
        { ...own, owner, settings: { recipients: ["ben@example.com"] } },
        { ...other, owner },
      ],
    });
    mine = await openApi(deskbell, { chatbot: own.name });
    theirs = await openApi(deskbell, { chatbot: other.id });
    document = (await send(deskbell.url, null, "GET", "/openapi.json")).body;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        ...(operation as Pick<Documented, "responses">),
        scope: (operation as { "x-scope"?: string })["x-scope"],
      })),
    );
    const made = await mine.ask("POST", "/webhook-endpoints", { url: receiver.hookUrl, events: ["message.received"] });
    known.id = made.body.id;
    receiver.misbehave({ how: "answer", status: 413, times: 1 });
    known.delivery = (await mine.ask("POST", `/webhook-endpoints/${known.id}/test`)).body.delivery_id;
    await settled();
  });
  afterAll(async () => {
    await deskbell.close();
    await receiver.stop();
  });

  const settled = () =>
    eventually(async () => (await mine.ask("GET", `/deliveries/${known.delivery}`)).body.state === "delivered");
  const idOf = ({ path }: Documented) => (path.startsWith("/api-keys") ? mine.id : (known.id ?? ""));
  const address = (operation: Documented, ids: Readonly<Record<string, string>> = known) =>
    operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      name === "id" && ids === known ? idOf(operation) : (ids[name] ?? ""),
    );
  const guarded = () => operations.filter(({ scope }) => scope !== undefined);
  const name = ({ method, path }: Pick<Documented, "method" | "path">) => `${method} ${path}`;

  it("is in the document, and nothing else is", () => {
    const { stack } = createApiRoutes({ publicUrl: "", webhookBodies: {} } as unknown as ApiParts);
    const served = stack.flatMap(({ route }) =>
      (route?.stack ?? []).flatMap(({ method }) =>
        // What answers 405 is no route of its own.
        method === undefined ? [] : [`${method.toUpperCase()} ${route?.path.replace(/:(\w+)/g, "{$1}")}`],
      ),
    );
    expect([...new Set(served)].sort()).toEqual(operations.map(name).sort());
    expect(operations.length).toBeGreaterThanOrEqual(21);
  });

  it("asks for a key, and for one that is good", async () => {
    const revoked = await openApi(deskbell, { chatbot: own.name });
    expect((await mine.ask("DELETE", `/api-keys/${revoked.id}`)).status).toBe(204);
    const anHourAgo = await operatorToken(deskbell, new Date(Date.now() - 3_600_000));
    const keys = [null, revoked.key, `${mine.key.slice(0, -1)}${mine.key.endsWith("A") ? "B" : "A"}`, anHourAgo, "x"];
    for (const operation of guarded()) {
      for (const key of keys) {
        const answer = await send(deskbell.url, key, operation.method, address(operation), bodyFor(operation));
        expect(answer.status, `${name(operation)} with ${key?.slice(0, 12)}`).toBe(401);
        expect(answer.headers.get("www-authenticate")).toBe("Bearer");
        expectProblem(answer);
      }
    }
  });

  it("is no more for the operator's token than making a key", async () => {
    for (const operation of guarded()) {
      if (name(operation) === "POST /api-keys") continue;
      const token = await operatorToken(deskbell);
      expect((await send(deskbell.url, token, operation.method, address(operation), bodyFor(operation))).status).toBe(
        401,
      );
    }
  });

  it("asks for its scope, by name", async () => {
    for (const operation of guarded()) {
      const { scope = "" } = operation;
      const scopes = [...new Set(guarded().map((each) => each.scope ?? ""))].filter((each) => each !== scope);
      const lacking = await keyWith(scopes);
      const answer = await lacking.ask(operation.method, address(operation), bodyFor(operation));
      expect(answer.status, name(operation)).toBe(403);
      expect(expectProblem(answer).detail).toContain(scope);
    }
  });

  const lacking = new Map<string, Promise<Api>>();
  function keyWith(scopes: readonly string[]): Promise<Api> {
    const key = scopes.join();
    const found = lacking.get(key) ?? openApi(deskbell, { chatbot: own.name, scopes });
    lacking.set(key, found);
    return found;
  }

  it("does not know another chatbot's things: they are answered like those that do not exist", async () => {
    const nowhere = {
      id: "00000000-0000-7000-8000-000000000000",
      delivery: "00000000-0000-7000-8000-000000000001",
      email: "zoe@example.com",
    };
    for (const operation of guarded().filter(({ path }) => path.includes("{"))) {
      const unknown = operation.path.startsWith("/api-keys") ? { ...nowhere, id: "zzzzzzzz" } : nowhere;
      const answers = [address(operation), address(operation, unknown)].map((path) =>
        theirs.ask(operation.method, path, bodyFor(operation)),
      );
      const [foreign, missing] = await Promise.all(answers);
      expect([foreign?.status, missing?.status], name(operation)).toEqual([404, 404]);
      const blurred = [foreign, missing].map((answer) =>
        JSON.stringify(answer?.body).replace(/[0-9a-f-]{36}|\b(?:zzzzzzzz|[a-z0-9]{8})(?=\. GET)/g, "…"),
      );
      expect(blurred[0], name(operation)).toBe(blurred[1]);
      const nonsense = await theirs.ask(
        operation.method,
        operation.path.replace(/\{\w+\}/g, "%00x"),
        bodyFor(operation),
      );
      expect(nonsense.status, name(operation)).toBe(404);
    }
    for (const operation of guarded().filter(({ path, method }) => method === "GET" && !path.includes("{"))) {
      const { body } = await theirs.ask("GET", operation.path);
      for (const id of [...Object.values(known), mine.id, own.id]) expect(JSON.stringify(body)).not.toContain(id);
    }
    const foreign = await theirs.ask("POST", "/api-keys", { name: "x", scopes: ["keys:write"], chatbot: own.name });
    const missing = await theirs.ask("POST", "/api-keys", { name: "x", scopes: ["keys:write"], chatbot: "Nobody" });
    expect([foreign.status, missing.status]).toEqual([404, 404]);
    expect(foreign.body.detail.replace(own.name, "…")).toBe(missing.body.detail.replace("Nobody", "…"));
  });

  it("answers as the document says, when it goes well and when it does not", async () => {
    const ajv = new Ajv2020({ strict: false, formats: { uuid: true, "date-time": true, uri: true, email: true } });
    ajv.addSchema({ $id: "deskbell", components: document.components });
    const inDocument = (schema: object) =>
      JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"deskbell#/components')) as object;

    function expectDocumented(operation: Documented, answer: Asked): void {
      const at = `${name(operation)} answered ${answer.status}`;
      const documented = operation.responses[answer.status];
      expect(documented, `${at}: ${JSON.stringify(answer.body)}`).toBeDefined();
      const type = answer.headers.get("content-type")?.split(";")[0] ?? "";
      const schema = documented?.content?.[type]?.schema;
      if (documented?.content === undefined) expect(answer.body, at).toBeNull();
      else
        expect(ajv.validate(inDocument(schema ?? { not: {} }), answer.body), `${at}: ${ajv.errorsText()}`).toBe(true);
    }

    const silenced = mine.ask("GET", "/recipients");
    expect((await silenced).body.recipients).toHaveLength(2);
    const seen = new Set<string>();
    // What removes comes last.
    const inOrder = [...operations].sort((a, b) => Number(a.method === "DELETE") - Number(b.method === "DELETE"));
    const doomed = await openApi(deskbell, { chatbot: own.name });
    for (const operation of inOrder) {
      const path = operation.path === "/api-keys/{id}" ? `/api-keys/${doomed.id}` : address(operation);
      const key = operation.scope === undefined ? null : mine.key;
      if (operation.path.endsWith("replay")) await settled();
      const answer = await send(deskbell.url, key, operation.method, path, bodyFor(operation));
      expect(answer.status, `${name(operation)}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
      expectDocumented(operation, answer);
      seen.add(name(operation));
      if (operation.scope === undefined) continue;
      const faults: Asked[] = [await send(deskbell.url, null, operation.method, path, bodyFor(operation))];
      if (operation.method !== "GET") {
        for (const body of [{ nothing: 1 }, ["list"], "text", 1, null])
          faults.push(await mine.ask(operation.method, path, body));
        const raw = { method: operation.method, headers: { authorization: `Bearer ${mine.key}` } };
        for (const [body, type] of [
          ["{", "application/json"],
          ["{}", "text/plain"],
          [`{"a":"${"x".repeat(70_000)}"}`, "application/json"],
        ] as const) {
          const response = await fetch(`${deskbell.url}/api/v1${path}`, {
            ...raw,
            headers: { ...raw.headers, "content-type": type },
            body,
          });
          faults.push({ status: response.status, headers: response.headers, body: await response.json() });
        }
        expect(faults.slice(-3).map(({ status }) => status)).toEqual([400, 415, 413]);
      }
      for (const fault of faults) {
        expect(fault.status, name(operation)).toBeGreaterThanOrEqual(400);
        expectProblem(fault);
        expectDocumented(operation, fault);
      }
    }
    expect([...seen].sort()).toEqual(operations.map(name).sort());
    expect(deskbell.lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  it("never says a key or a secret in the log", () => {
    expect(JSON.stringify(deskbell.lines)).not.toMatch(/dk_live_|dk_operator_|whsec_/);
  });

  /** What each operation is sent when all is well. */
  function bodyFor({ method, path }: Documented): unknown {
    switch (`${method} ${path}`) {
      case "POST /webhook-endpoints":
        return { url: receiver.hookUrl, events: ["conversation.escalated"], label: "Helpdesk" };
      case "PATCH /webhook-endpoints/{id}":
        return { label: "Renamed" };
      case "POST /webhook-endpoints/{id}/replay":
        return { since: new Date(Date.now() - 3_600_000).toISOString(), which: "all" };
      case "POST /api-keys":
        return { name: "another", scopes: ["settings:read"] };
      case "PATCH /settings":
        return { ...defaultSettings, recipients: ["ben@example.com"], business_hours: null };
      default:
        return method === "GET" || method === "DELETE" ? undefined : {};
    }
  }
});

function expectProblem({ headers, body, status }: Asked): { readonly detail: string } {
  expect(headers.get("content-type")).toMatch(/^application\/problem\+json/);
  expect(Object.keys(body).sort()).toEqual(["detail", "status", "title", "type"]);
  expect(body.status).toBe(status);
  expect(body.detail).toMatch(/\S.{10,}/);
  return body;
}
