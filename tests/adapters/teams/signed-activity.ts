import { authorization, type Signing } from "../../stand-ins/teams/identity/authorization.ts";
import { settle } from "../../stand-ins/teams/settings.ts";
import type { TeamsDesk } from "./teams-desk.ts";

interface Sending {
  readonly serviceUrl?: string;
  readonly signing?: Signing;
  readonly contentType?: string;
}

/** A body as Teams signs it, whatever is in it. */
export function postSigned({ teams, messagesUrl }: TeamsDesk, body: string, how: Sending = {}): Promise<Response> {
  const { serviceUrl = teams.cloud.serviceUrl, signing, contentType = "application/json" } = how;
  return fetch(messagesUrl, {
    method: "POST",
    headers: { "content-type": contentType, ...authorization(settle({ appId: teams.appId }), serviceUrl, signing) },
    body,
  });
}

/** The last activity that the stand-in sent, to be bent and sent again. */
export function lastActivity({ teams }: TeamsDesk): Record<string, unknown> {
  const last = teams.deliveries.at(-1);
  if (!last) throw new Error("The stand-in has sent nothing yet.");
  return last.callback.activity;
}
