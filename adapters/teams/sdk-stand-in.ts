/** What a stand-in of Microsoft's cloud needs of the SDK. Signatures, issuer, audience and expiry are checked as ever. */
import { AppCredentials, AuthenticationConstants, ServiceClientCredentialsFactory } from "botframework-connector";
import type { BotConfig } from "./config.ts";

const tokenWithinMs = 15_000;

/** All seven or none, else the rest is silently undefined. Only the source of keys differs: everything is checked as ever. */
export function standInCloud(openIdMetadataUrl: string) {
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
export class StandInCredentialsFactory extends ServiceClientCredentialsFactory {
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
      signal: AbortSignal.timeout(tokenWithinMs),
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
