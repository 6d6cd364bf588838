import { signingKeys } from "./keys.ts";

export const issuer = "https://api.botframework.com";

/** Where a bot learns whose signature an activity must carry. */
export function openIdConfiguration(url: string) {
  return {
    issuer,
    authorization_endpoint: "https://invalid.botframework.com",
    jwks_uri: `${url}/openid/keys`,
    id_token_signing_alg_values_supported: ["RS256"],
    token_endpoint_auth_methods_supported: ["private_key_jwt"],
  };
}

export function openIdKeys() {
  const { teams, unendorsed, webchat } = signingKeys();
  return { keys: [teams, unendorsed, webchat].map(({ published }) => published) };
}
