/** Microsoft's SDK, all of it in this file: who may come in, and how calls go out. Nobody else imports it. */
import { TeamsAdapter } from "@microsoft/teams-ai/lib/TeamsAdapter.js";
import { ConfigurationServiceClientCredentialFactory } from "botbuilder";
import {
  AppCredentials,
  AuthenticationConfiguration,
  AuthenticationConstants,
  AuthenticationError,
  type BotFrameworkAuthentication,
  ClaimsIdentity,
  ConnectorClient,
  ServiceClientCredentialsFactory,
  TeamsConnectorClient,
} from "botframework-connector";
import { JwtTokenExtractor } from "botframework-connector/lib/auth/jwtTokenExtractor.js";
import { OpenIdMetadata } from "botframework-connector/lib/auth/openIdMetadata.js";
import type { TeamsCloud } from "./cloud.ts";
import type { BotConfig } from "./config.ts";
import type { Connector, TeamsSdk } from "./connector.ts";
import { SignInFailed } from "./errors.ts";

const connectorAudience = "https://api.botframework.com";
/** Over plain HTTP no default exists. */
const callWithinMs = 15_000;

/** Fails at once when the SDK's insides are not those that were studied: its own retries would post twice. */
export async function openSdk(bot: BotConfig, cloud: TeamsCloud): Promise<TeamsSdk> {
  const adapter = new GuardedTeamsAdapter(bot, cloud);
  const connectors = new Map<string, Promise<Opened>>();

  function opened(serviceUrl: string): Promise<Opened> {
    const known = connectors.get(serviceUrl);
    if (known) return known;
    const opening = adapter.open(serviceUrl);
    connectors.set(serviceUrl, opening);
    opening.catch(() => connectors.delete(serviceUrl));
    return opening;
  }

  await opened(cloud.serviceUrl);
  return {
    authenticate: (authorization, activity) => adapter.authenticate(authorization, activity),
    connector: (serviceUrl) => createConnector(() => opened(serviceUrl), bot),
    async renewToken(signal) {
      const { credentials } = await opened(cloud.serviceUrl);
      await signIn(() => credentials.getToken(true), signal);
    },
  };
}

interface Opened {
  readonly client: ConnectorClient;
  readonly teams: TeamsConnectorClient;
  readonly credentials: AppCredentials;
}

type Authentication = BotFrameworkAuthentication["authenticateRequest"];

/** The SDK's adapter, closed where it is open: no empty app id, no emulator, no other bot. */
class GuardedTeamsAdapter extends TeamsAdapter {
  readonly #bot: BotConfig;
  readonly #openIdMetadataUrl: string;

  constructor(bot: BotConfig, { elsewhere }: TeamsCloud) {
    if (!bot.appId) throw new Error("Without an app id the SDK would let everybody in.");
    const identity = {
      MicrosoftAppId: bot.appId,
      MicrosoftAppType: bot.appType,
      MicrosoftAppTenantId: bot.tenantId,
      ...(bot.appPassword && { MicrosoftAppPassword: bot.appPassword }),
    };
    const credentials = elsewhere
      ? new StandInCredentialsFactory(bot, elsewhere.tokenUrl)
      : new ConfigurationServiceClientCredentialFactory(identity);
    super(
      { ...identity, ...(elsewhere && standInCloud(elsewhere.openIdMetadataUrl)) },
      credentials,
      new AuthenticationConfiguration([], fromConnectorOnly),
    );
    this.#bot = bot;
    this.#openIdMetadataUrl = elsewhere?.openIdMetadataUrl ?? AuthenticationConstants.ToBotFromChannelOpenIdMetadataUrl;
    if (!(keysOfSdk() instanceof Map)) throw new InsidesChanged();
  }

  async authenticate(authorization: string, activity: { readonly channelId: string; readonly serviceUrl: string }) {
    try {
      // It reads no more of the activity than this.
      await this.botFrameworkAuthentication.authenticateRequest(
        activity as Parameters<Authentication>[0],
        authorization,
      );
      return (await isEndorsed(authorization, activity.channelId, this.#openIdMetadataUrl))
        ? ("welcome" as const)
        : ("unauthorized" as const);
    } catch (error) {
      return isRefusal(error) ? ("unauthorized" as const) : ("unable" as const);
    }
  }

  async open(serviceUrl: string): Promise<Opened> {
    const claims = [
      { type: AuthenticationConstants.AudienceClaim, value: this.#bot.appId },
      { type: AuthenticationConstants.AppIdClaim, value: this.#bot.appId },
      { type: AuthenticationConstants.ServiceUrlClaim, value: serviceUrl },
    ];
    const factory = this.botFrameworkAuthentication.createConnectorFactory(new ClaimsIdentity(claims));
    const client = await factory.create(serviceUrl, connectorAudience);
    const { credentials } = client;
    if (!(client instanceof ConnectorClient) || !(credentials instanceof AppCredentials)) throw new InsidesChanged();
    const teams = new TeamsConnectorClient(credentials, { baseUri: serviceUrl });
    for (const each of [client, teams]) withoutRetries(each);
    return { client, teams, credentials };
  }
}

class InsidesChanged extends Error {
  override readonly name = "InsidesChanged";
  constructor() {
    super(
      "Microsoft's Teams SDK changed inside: its own retries, which post twice, cannot be switched off, or its keys not be read. Install the versions in package-lock.json (npm ci).",
    );
  }
}

/** Its default policy sends again after a reset that came when the message was already posted. */
function withoutRetries(client: object): void {
  const inner = "client" in client ? client.client : null;
  const pipeline = typeof inner === "object" && inner !== null && "pipeline" in inner ? inner.pipeline : null;
  if (!isPipeline(pipeline) || pipeline.removePolicy({ name: "defaultRetryPolicy" }).length === 0)
    throw new InsidesChanged();
}

interface Pipeline {
  removePolicy(which: { readonly name: string }): readonly unknown[];
}

function isPipeline(value: unknown): value is Pipeline {
  return (
    typeof value === "object" && value !== null && "removePolicy" in value && typeof value.removePolicy === "function"
  );
}

/** The SDK asks only such keys for an endorsement of the channel that have any; Microsoft's all have. */
async function isEndorsed(authorization: string, channelId: string, openIdMetadataUrl: string): Promise<boolean> {
  const { kid } = JSON.parse(Buffer.from(authorization.replace(/^Bearer |\..*$/g, ""), "base64url").toString());
  const keys: unknown = keysOfSdk().get(openIdMetadataUrl);
  const key = keys instanceof OpenIdMetadata ? await keys.getKey(kid) : null;
  return key?.endorsements?.includes(channelId) ?? false;
}

/** For the whole process, by where they were fetched. */
function keysOfSdk(): Map<string, unknown> {
  return Reflect.get(JwtTokenExtractor, "openIdMetadataCache");
}

async function fromConnectorOnly(claims: readonly { readonly type: string; readonly value: string }[]): Promise<void> {
  const issuer = claims.find(({ type }) => type === AuthenticationConstants.IssuerClaim)?.value;
  if (issuer !== AuthenticationConstants.ToBotFromChannelTokenIssuer)
    throw new AuthenticationError("Unauthorized", 401);
}

/** A bad signature and a token from the future are plain errors of the JWT library; a failed fetch of the keys is neither. */
function isRefusal(error: unknown): boolean {
  if (error instanceof AuthenticationError) return error.statusCode < 500;
  return (
    error instanceof Error &&
    ["JsonWebTokenError", "NotBeforeError", "TokenExpiredError", "SyntaxError"].includes(error.name)
  );
}

function createConnector(opened: () => Promise<Opened>, bot: BotConfig): Connector {
  const within = (signal: AbortSignal) => ({ abortSignal: signal, timeout: callWithinMs });
  const ready = async (signal: AbortSignal) => {
    const there = await opened();
    await signIn(() => there.credentials.getToken(), signal);
    return there;
  };
  return {
    async post(channelId, activity, signal) {
      const { client } = await ready(signal);
      const answer = await client.conversations.createConversation(
        {
          isGroup: true,
          bot: { id: `28:${bot.appId}`, name: "Deskbell" },
          tenantId: bot.tenantId,
          channelData: { channel: { id: channelId }, tenant: { id: bot.tenantId } },
          activity,
        } as never,
        within(signal),
      );
      return idIn(answer.activityId);
    },
    async reply(conversationId, activity, signal) {
      const { client } = await ready(signal);
      return idIn((await client.conversations.sendToConversation(conversationId, activity, within(signal))).id);
    },
    async edit(conversationId, activityId, activity, signal) {
      const { client } = await ready(signal);
      const answer = await client.conversations.updateActivity(conversationId, activityId, activity, within(signal));
      if (/^\s*</.test(answer._response.bodyAsText)) throw new NotTeams();
    },
    async channelName(teamId, channelId, signal) {
      const { teams } = await ready(signal);
      const [team, list] = await Promise.all([
        teams.teams.fetchTeamDetails(teamId, within(signal)),
        teams.teams.fetchChannelList(teamId, within(signal)),
      ]);
      const channel = list.conversations?.find(({ id }) => id === channelId);
      // Teams gives its first channel no name.
      return { team: team.name ?? "", channel: channel ? channel.name || "General" : "" };
    },
  };
}

/** By itself, before the call: without a token nothing was sent. The SDK keeps it for the call; its own way to one heeds no signal. */
async function signIn(getToken: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  let ended = () => {};
  const outOfTime = new Promise<never>((_resolve, reject) => {
    ended = () => reject(signal.reason);
  });
  signal.addEventListener("abort", ended);
  try {
    if (signal.aborted) ended();
    await Promise.race([getToken(), outOfTime]);
  } catch (cause) {
    throw new SignInFailed("Microsoft gave no token", { cause });
  } finally {
    signal.removeEventListener("abort", ended);
  }
}

/** A proxy's page of HTML passes for an answer in the SDK, one without anything in it. */
function idIn(answered: string | undefined): string {
  if (!answered) throw new NotTeams();
  return answered;
}

class NotTeams extends Error {
  override readonly name = "NotTeams";
}

/** All seven or none, else the rest is silently undefined. Only the source of keys differs: everything is checked as ever. */
function standInCloud(openIdMetadataUrl: string) {
  return {
    ToChannelFromBotLoginUrl: AuthenticationConstants.ToChannelFromBotLoginUrl,
    ToChannelFromBotOAuthScope: AuthenticationConstants.ToChannelFromBotOAuthScope,
    ToBotFromChannelTokenIssuer: AuthenticationConstants.ToBotFromChannelTokenIssuer,
    OAuthUrl: AuthenticationConstants.OAuthUrl,
    ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: openIdMetadataUrl,
    CallerId: "urn:botframework:azure",
    ValidateAuthority: true,
  };
}

/** Microsoft's token library insists on https and its own hosts; a stand-in is asked by a plain fetch. */
class StandInCredentialsFactory extends ServiceClientCredentialsFactory {
  readonly #bot: BotConfig;
  readonly #tokenUrl: string;

  constructor(bot: BotConfig, tokenUrl: string) {
    super();
    this.#bot = bot;
    this.#tokenUrl = tokenUrl;
  }

  override isValidAppId = async (appId: string) => appId === this.#bot.appId;
  override isAuthenticationDisabled = async () => false;
  override createCredentials = async () => new StandInCredentials(this.#bot, this.#tokenUrl);
}

class StandInCredentials extends AppCredentials {
  readonly #bot: BotConfig;
  readonly #tokenUrl: string;

  constructor(bot: BotConfig, tokenUrl: string) {
    super(bot.appId, bot.tenantId);
    this.#bot = bot;
    this.#tokenUrl = tokenUrl;
    // The SDK's cache is one for the whole process.
    this.tokenCacheKey = `${tokenUrl} ${bot.appId}`;
  }

  protected override async refreshToken() {
    const answer = await fetch(this.#tokenUrl, {
      method: "POST",
      signal: AbortSignal.timeout(callWithinMs),
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: this.#bot.appId,
        client_secret: this.#bot.appPassword ?? "",
        scope: `${AuthenticationConstants.ToChannelFromBotOAuthScope}/.default`,
      }),
    });
    const body: unknown = await answer.json().catch(() => ({}));
    const said = (name: string) =>
      typeof body === "object" && body !== null && name in body ? body[name as never] : undefined;
    if (!answer.ok || typeof said("access_token") !== "string") {
      throw Object.assign(new Error(String(said("error_description") ?? answer.status)), {
        name: "ServerError",
        errorCode: said("error"),
      });
    }
    return {
      accessToken: String(said("access_token")),
      expiresOn: new Date(Date.now() + Number(said("expires_in")) * 1000),
    };
  }
}
