import type { RequestListener } from "node:http";
import express, { type ErrorRequestHandler } from "express";
import type { Log } from "../../core/index.ts";
import { Activity, tenantOf } from "./activity.ts";
import { teamsApp } from "./app.ts";
import type { TeamsCloud } from "./cloud.ts";
import type { TeamsSdk } from "./connector.ts";
import { channelOf } from "./refs.ts";
import type { Service } from "./service.ts";
import type { TakeIn } from "./take-in.ts";

interface Wiring {
  readonly sdk: TeamsSdk;
  readonly cloud: TeamsCloud;
  readonly tenantId: string;
  /** "28:…": to whom Teams says things. */
  readonly botId: string;
  readonly service: Service;
  readonly takeIn: TakeIn;
  readonly log: Log;
}

/** Microsoft's keys are far away, and whoever calls waits. */
const authenticatedWithinMs = 8_000;

/** Where Teams calls. Nothing is done, and nothing is said about why, before it is certain that it was Teams, about our tenant. */
export function createReceive({ sdk, cloud, tenantId, botId, service, takeIn, log }: Wiring): RequestListener {
  const turnedAway = rarely(() =>
    log.warn({}, "Teams: what came in was not signed by Microsoft Teams for this bot, and was turned away"),
  );
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.post(
    teamsApp.path.replace("/adapters/teams", ""),
    express.json({ limit: "256kb" }),
    async (request, response) => {
      const problem = (status: number, title: string) =>
        void response.status(status).type("application/problem+json").json({ type: "about:blank", title, status });
      const authorization = request.get("authorization") ?? "";
      if (!/^Bearer \S+$/.test(authorization)) return problem(401, "Not signed by Microsoft Teams");
      const body: unknown = request.body;
      if (typeof body !== "object" || body === null || !("type" in body)) return problem(400, "Not an activity");
      const read = Activity.safeParse(body);
      const claimed = read.success ? read.data : whatIsClaimed(body);
      if (!claimed) return problem(401, "Not signed by Microsoft Teams");
      const verdict = await Promise.race([sdk.authenticate(authorization, claimed), after(authenticatedWithinMs)]);
      if (verdict === "unable") {
        log.warn(
          {},
          "Teams: the keys of Microsoft's signatures cannot be had; what came in was turned away to come again",
        );
        return problem(503, "The signature cannot be checked just now");
      }
      if (verdict === "unauthorized") {
        turnedAway();
        return problem(401, "Not signed by Microsoft Teams");
      }
      if (!read.success) return problem(400, "Not an activity of a channel");
      const activity = read.data;
      if (
        activity.channelId !== "msteams" ||
        !cloud.isService(new URL(activity.serviceUrl)) ||
        tenantOf(activity) !== tenantId ||
        !isConsistent(activity, tenantId, botId)
      )
        return problem(401, "Not of the Microsoft Teams that this Deskbell is for");
      await service.heard(activity.serviceUrl);
      const answer = await takeIn(activity);
      if (answer.body) response.status(answer.status).json(answer.body);
      else response.status(answer.status).end();
    },
  );
  app.use(((error, _request, response, _next) => {
    const status = typeof error?.status === "number" && error.status < 500 ? error.status : 500;
    if (status === 500)
      log.error(
        { err: error instanceof Error ? error.message : String(error) },
        "Teams: something could not be taken in",
      );
    if (response.headersSent) return void response.destroy();
    const title =
      status === 413
        ? "The activity is too large"
        : status < 500
          ? "Not an activity"
          : "It could not be taken in; send it again";
    response.status(status).type("application/problem+json").json({ type: "about:blank", title, status });
  }) satisfies ErrorRequestHandler);
  app.use((_request, response) => {
    response
      .status(404)
      .type("application/problem+json")
      .json({ type: "about:blank", title: "Nothing is here", status: 404 });
  });
  return app;
}

/** Whatever says a second time where it belongs says the same. */
function isConsistent(
  { type, conversation, recipient, channelData }: Activity,
  tenantId: string,
  botId: string,
): boolean {
  const { tenantId: said, conversationType, id } = conversation;
  // What happens to a channel is told in another one.
  const channelId = type === "conversationUpdate" ? null : channelData?.channel?.id;
  return (
    (!said || said.toLowerCase() === tenantId) &&
    recipient.id.toLowerCase() === botId &&
    (conversationType !== "channel" || !channelId || channelOf(id) === channelId)
  );
}

/** At most once a minute: anybody can make it happen. */
function rarely(tell: () => void): () => void {
  let told = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - told < 60_000) return;
    told = performance.now();
    tell();
  };
}

/** Enough to check the signature by, of something that is not an activity as we know it. */
function whatIsClaimed(body: object): { channelId: string; serviceUrl: string } | null {
  const channelId = "channelId" in body ? body.channelId : null;
  const serviceUrl = "serviceUrl" in body ? body.serviceUrl : null;
  return typeof channelId === "string" && typeof serviceUrl === "string" && serviceUrl !== ""
    ? { channelId, serviceUrl }
    : null;
}

function after(ms: number): Promise<"unable"> {
  return new Promise((resolve) => {
    setTimeout(() => resolve("unable"), ms).unref();
  });
}
