import { microsoft, type TeamsCloud } from "../../../adapters/teams/cloud.ts";
import type { StandInTeams } from "./stand-in-teams.ts";

/** Microsoft's cloud, moved to where the stand-in is; nothing else differs. */
export function cloudOf({
  cloud: { serviceUrl, openIdMetadataUrl, tokenUrl },
}: Pick<StandInTeams, "cloud">): TeamsCloud {
  return {
    ...microsoft,
    serviceUrl,
    isService: (url) => url.href === serviceUrl,
    elsewhere: { openIdMetadataUrl, tokenUrl },
  };
}
