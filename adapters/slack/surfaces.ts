import type { Person } from "../../core/index.ts";

const places = {
  slack: "Slack",
  teams: "Microsoft Teams",
  email: "e-mail",
  dashboard: "the dashboard",
  api: "the API",
  widget: "the website",
} satisfies Record<Person["surface"], string>;

/** Where somebody acted, as it reads after "in". */
export function placeOf(person: Person): string {
  return places[person.surface];
}
