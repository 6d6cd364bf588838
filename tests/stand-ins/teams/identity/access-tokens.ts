import { randomBytes } from "node:crypto";
import { RefusedCall } from "../api/refused-call.ts";
import type { Settings } from "../settings.ts";

export type AccessTokens = ReturnType<typeof createAccessTokens>;

const scope = "https://api.botframework.com/.default";

/** The tokens by which the bot calls the connector: client credentials, as Entra ID gives them out. */
export function createAccessTokens({ appId, appPassword, tokenLifetimeSeconds }: Settings) {
  const goodUntil = new Map<string, number>();
  let revoked = false;

  return {
    issue(form: Readonly<Record<string, unknown>>) {
      if (form.grant_type !== "client_credentials")
        throw new RefusedCall({
          status: 400,
          code: "unsupported_grant_type",
          message: "AADSTS70003: The app requested an unsupported grant type.",
        });
      if (form.client_id !== appId)
        throw new RefusedCall({
          status: 400,
          code: "unauthorized_client",
          message: `AADSTS700016: Application with identifier '${form.client_id}' was not found in the directory.`,
        });
      if (revoked || form.client_secret !== appPassword)
        throw new RefusedCall({
          status: 401,
          code: "invalid_client",
          message: `AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${appId}'.`,
        });
      if (form.scope !== scope)
        throw new RefusedCall({
          status: 400,
          code: "invalid_scope",
          message: `AADSTS1002012: The provided value for scope ${form.scope} is not valid.`,
        });
      const token = `stand-in.${randomBytes(24).toString("base64url")}`;
      goodUntil.set(token, Date.now() + tokenLifetimeSeconds * 1000);
      return {
        token_type: "Bearer",
        expires_in: tokenLifetimeSeconds,
        ext_expires_in: tokenLifetimeSeconds,
        access_token: token,
      };
    },
    check(authorization: string | undefined): void {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
      if (!revoked && (goodUntil.get(token) ?? 0) > Date.now()) return;
      throw new RefusedCall({ status: 401, message: "Authorization has been denied for this request." });
    },
    /** Tokens given out are worth nothing any more, and the secret buys no new one. */
    revoke: (): void => {
      revoked = true;
    },
    /** Tokens given out are worth nothing any more; a new one is. */
    expire: (): void => goodUntil.clear(),
  };
}
