import type { Person } from "../domain/people.ts";

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

/** What people call an adapter: "Microsoft Teams". */
export function adapterInWords(name: string): string {
  return new Map<string, string>([...Object.entries(places), ["webhooks", "the webhook"]]).get(name) ?? name;
}
