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
  TeamsConnectorClient,
} from "botframework-connector";
import { JwtTokenExtractor } from "botframework-connector/lib/auth/jwtTokenExtractor.js";
import { OpenIdMetadata } from "botframework-connector/lib/auth/openIdMetadata.js";
import type { TeamsCloud } from "./cloud.ts";
import type { BotConfig } from "./config.ts";
import { StandInCredentialsFactory, standInCloud } from "./sdk-stand-in.ts";
import { readToken } from "./token.ts";

const connectorAudience = "https://api.botframework.com";

export interface Opened {
  readonly client: ConnectorClient;
  readonly teams: TeamsConnectorClient;
  readonly credentials: AppCredentials;
}

type Authentication = BotFrameworkAuthentication["authenticateRequest"];

/** The SDK's adapter, closed where it is open: no empty app id, no emulator, no other bot. */
export class GuardedTeamsAdapter extends TeamsAdapter {
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
      const token = readToken(authorization);
      const key = token && (await this.#keys().getKey(token.keyId));
      if (!key || !token.isGood(key.key, AuthenticationConstants.ToBotFromChannelTokenIssuer, Date.now()))
        return "unauthorized" as const;
      // The SDK asks only such keys for an endorsement of the channel that have any; Microsoft's all have.
      if (!key.endorsements?.includes(activity.channelId)) return "unauthorized" as const;
      // It reads no more of the activity than this.
      await this.botFrameworkAuthentication.authenticateRequest(
        activity as Parameters<Authentication>[0],
        authorization,
      );
      return "welcome" as const;
    } catch (error) {
      return isRefusal(error) ? ("unauthorized" as const) : ("unable" as const);
    }
  }

  /** The SDK's own, for the whole process. */
  #keys(): OpenIdMetadata {
    const known = keysOfSdk().get(this.#openIdMetadataUrl);
    if (known instanceof OpenIdMetadata) return known;
    const keys = new OpenIdMetadata(this.#openIdMetadataUrl);
    keysOfSdk().set(this.#openIdMetadataUrl, keys);
    return keys;
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

class InsidesChanged extends Error {
  override readonly name = "InsidesChanged";
  constructor() {
    super(
      "Microsoft's Teams SDK changed inside: its own retries, which post twice, cannot be switched off, or its keys not be read. Install the versions in package-lock.json (npm ci).",
    );
  }
}
