import {
  AppCredentials,
  AuthenticationConfiguration,
  AuthenticationConstants,
  type BotFrameworkAuthentication,
  BotFrameworkAuthenticationFactory,
  ConnectorClient,
  ServiceClientCredentialsFactory,
  TeamsConnectorClient,
} from "botframework-connector";
import type { StandInTeams } from "./stand-in-teams.ts";

/** A bot as far as Microsoft's own SDK makes it one: who may come in, and calls that go out, once each. */
export function sdkBot(teams: StandInTeams, { appPassword = teams.appPassword, patienceMs = 10_000 } = {}) {
  const credentials: AppCredentials = new FetchedCredentials(teams, appPassword, patienceMs);
  const baseUri = teams.cloud.serviceUrl;
  const connector = withoutRetries(new ConnectorClient(credentials, { baseUri }));
  const { conversations } = connector;
  const authentication = authenticationOf(teams, credentials);

  async function createConversation(parameters: object): Promise<{ id: string; activityId: string }> {
    // Its `timeout` option ends with the first byte of an answer; a signal goes on to the last.
    const options = { abortSignal: AbortSignal.timeout(patienceMs) };
    return conversations.createConversation(Object(parameters), options);
  }

  return {
    conversations,
    teams: withoutRetries(new TeamsConnectorClient(credentials, { baseUri })).teams,
    credentials,
    createConversation,
    createThread: (channel: string, activity: object, more: object = {}) =>
      createConversation({
        isGroup: true,
        bot: teams.bot,
        tenantId: teams.tenantId,
        activity,
        channelData: { channel: { id: channel }, tenant: { id: teams.tenantId } },
        ...more,
      }),
    /** "welcome", or the HTTP status with which the SDK turns the activity away. */
    async authenticate(authorization: string | undefined, body: string): Promise<"welcome" | number | string> {
      try {
        await authentication.authenticateRequest(JSON.parse(body), authorization ?? "");
        return "welcome";
      } catch (error) {
        return Object(error).statusCode ?? Object(error).name;
      }
    },
  };
}

class FetchedCredentials extends AppCredentials {
  readonly #teams: StandInTeams;
  readonly #appPassword: string;
  readonly #patienceMs: number;

  constructor(teams: StandInTeams, appPassword: string, patienceMs: number) {
    super(teams.appId, teams.tenantId);
    this.#teams = teams;
    this.#appPassword = appPassword;
    this.#patienceMs = patienceMs;
    this.tokenCacheKey = `${teams.cloud.tokenUrl} ${appPassword}`;
  }

  protected override async refreshToken() {
    const answer = await fetch(this.#teams.cloud.tokenUrl, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: this.#teams.appId,
        client_secret: this.#appPassword,
        scope: `${AuthenticationConstants.ToChannelFromBotOAuthScope}/.default`,
      }),
      signal: AbortSignal.timeout(this.#patienceMs),
    });
    const body = Object(await answer.json());
    if (!answer.ok) throw Object.assign(new Error(body.error_description), { status: answer.status, code: body.error });
    return { accessToken: String(body.access_token), expiresOn: new Date(Date.now() + body.expires_in * 1000) };
  }
}

class Factory extends ServiceClientCredentialsFactory {
  readonly #credentials: AppCredentials;

  constructor(credentials: AppCredentials) {
    super();
    this.#credentials = credentials;
  }

  override isValidAppId = async (appId: string) => appId === this.#credentials.appId;
  override isAuthenticationDisabled = async () => false;
  override createCredentials = async () => this.#credentials;
}

/** The SDK's way to another cloud: only the source of keys differs. */
function authenticationOf({ cloud }: StandInTeams, credentials: AppCredentials): BotFrameworkAuthentication {
  return BotFrameworkAuthenticationFactory.create(
    "",
    true,
    AuthenticationConstants.ToChannelFromBotLoginUrl,
    AuthenticationConstants.ToChannelFromBotOAuthScope,
    AuthenticationConstants.ToBotFromChannelTokenIssuer,
    AuthenticationConstants.OAuthUrl,
    cloud.openIdMetadataUrl,
    cloud.openIdMetadataUrl,
    "",
    new Factory(credentials),
    new AuthenticationConfiguration(),
  );
}

/** The SDK's own retries would hide what one call brings. */
function withoutRetries<T extends object>(client: T): T {
  const inner = Object("client" in client ? client.client : undefined);
  if (inner.pipeline?.removePolicy({ name: "defaultRetryPolicy" }).length !== 1)
    throw new Error("Microsoft's SDK has no retry policy where it had one.");
  return client;
}
