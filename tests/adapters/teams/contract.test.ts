import { microsoft } from "../../../adapters/teams/cloud.ts";
import { installTeamsAt } from "../../../adapters/teams/index.ts";
import { cloudOf } from "../../stand-ins/teams/cloud-of.ts";
import { startStandInTeams } from "../../stand-ins/teams/stand-in-teams.ts";
import { keepsTheAdapterContract } from "../adapter-contract.ts";
import { startTeamsPlatform } from "./teams-platform.ts";

const id = "5f6a1b2c-3d4e-4f50-8192-a3b4c5d6e7f8";
const secret = "not~a~uuid";
let cloud = microsoft;

keepsTheAdapterContract({
  surface: "channel",
  name: "teams",
  install: (context) => installTeamsAt(cloud)(context),
  halves: [
    { env: { TEAMS_APP_PASSWORD: secret, TEAMS_TENANT_ID: id }, missing: "TEAMS_APP_ID" },
    { env: { TEAMS_APP_ID: id, TEAMS_TENANT_ID: id }, missing: "TEAMS_APP_PASSWORD" },
    { env: { TEAMS_APP_ID: id, TEAMS_APP_PASSWORD: secret }, missing: "TEAMS_TENANT_ID" },
    { env: { TEAMS_APP_TYPE: "MultiTenant" }, missing: "TEAMS_APP_ID" },
  ],
  async startPlatform() {
    const teams = await startStandInTeams();
    cloud = cloudOf(teams);
    return startTeamsPlatform(teams);
  },
});
