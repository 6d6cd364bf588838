import { type Agent, cleanText, oneLine } from "../../core/index.ts";
import { type Activity, tenantOf } from "./activity.ts";
import { adapterName } from "./refs.ts";

/** Who did it, as Teams vouches for with every activity. */
export function personOf(activity: Activity): Agent {
  const { id, name, aadObjectId } = activity.from;
  return {
    name: oneLine(cleanText(name)) || "Somebody",
    surface: "teams",
    externalId: `${tenantOf(activity)}:${aadObjectId ?? id}`,
  };
}

/** The platform's own id of the act: Teams sends the same activity again with the same id. */
export function causeOf(activity: Activity) {
  return {
    by: personOf(activity),
    id: `${adapterName}:${tenantOf(activity)}:${activity.conversation.id}:${activity.id}`,
  };
}
