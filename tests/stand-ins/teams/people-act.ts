import type { Journal } from "../journal.ts";
import { inChannel, inChat } from "./activities/address.ts";
import type { Activity, DeliveryOptions, Outcome } from "./activities/callback.ts";
import type { TeamsDeliveries } from "./activities/deliver.ts";
import { type InvokeAnswer, invokeAnswer, seenOf } from "./activities/invoke-answer.ts";
import { pressedAction } from "./activities/pressed-action.ts";
import { typedText } from "./activities/typed-text.ts";
import type { Card, Message, Person } from "./message.ts";
import type { Settings } from "./settings.ts";
import type { Tenant } from "./tenant.ts";

export interface Say extends DeliveryOptions {
  /** Or `personal`: in this person's chat with the bot. */
  channel?: string | undefined;
  personal?: boolean | undefined;
  /** The root of the thread to reply in. */
  thread?: string | undefined;
  /** Default: the first of the people. */
  user?: string | undefined;
  /** "@Deskbell", or the name of a person, is a mention. */
  text: string;
  /** Begin with "@Deskbell". */
  mention?: boolean | undefined;
}

export interface Said {
  readonly message: Message;
  /** undefined: the bot does not hear of it. */
  readonly outcome?: Outcome;
}

export interface Press extends DeliveryOptions {
  channel: string;
  /** Of the message that carries the card. */
  activityId: string;
  verb: string;
  user?: string | undefined;
  /** What was typed into the inputs of the card, by their ids. */
  inputs?: Record<string, unknown> | undefined;
  /** Send the Action.Submit that stands in for the Action.Execute, as an old client does. */
  submit?: boolean | undefined;
  /** Press the button as it stood in this earlier rendering. */
  rendering?: Card | undefined;
}

export interface PressOutcome extends Outcome {
  readonly answer?: InvokeAnswer;
}

interface Stage {
  readonly settings: Settings;
  readonly tenant: Tenant;
  readonly deliveries: TeamsDeliveries;
  readonly journal: Journal;
  readonly serviceUrl: () => string;
}

/** What people do in Teams: write, and press buttons. */
export function peopleAct({ settings, tenant, deliveries, journal, serviceUrl }: Stage) {
  function personOf(user = settings.people[0]?.id ?? "29:nobody"): Person {
    const known = settings.people.find(({ id }) => id === user);
    return known ?? { id: user, name: user, email: "somebody@acme.example", aadObjectId: user };
  }

  async function say({ personal, thread, user, text, mention, ...rest }: Say): Promise<Said> {
    const person = personOf(user);
    const channel = personal ? tenant.chatWith(person.id).id : (rest.channel ?? "");
    const line = mention ? `@${settings.bot.name} ${text}` : text;
    const message = tenant.post(channel, {
      from: { id: person.id, name: person.name },
      text: line,
      textFormat: "plain",
      ...(thread !== undefined && { root: thread }),
    });
    journal.write({ did: "say", channel, activityId: message.activityId, thread, text: line, user: person.id });
    const typed = typedText(line, [settings.bot, ...settings.people]);
    const isMentioned = typed.entities.some(({ mentioned }) => mentioned.id === settings.bot.id);
    if (!hears(channel, isMentioned)) return { message };
    const activity = {
      ...addressed(channel, person, message.root),
      type: "message",
      id: message.activityId,
      timestamp: message.at,
      text: typed.text,
      textFormat: "plain",
    };
    const entities = [...typed.entities, ...Object(activity).entities];
    const outcome = await deliveries.deliver({ ...activity, entities }, channel, rest);
    return { message, outcome };
  }

  async function press(press: Press): Promise<PressOutcome> {
    const { channel, activityId, verb, inputs = {}, submit = false } = press;
    const person = personOf(press.user);
    const message = tenant.message(channel, activityId);
    if (message === undefined) throw new Error(`There is no message ${activityId} in channel ${channel}.`);
    const card = press.rendering ?? tenant.view(channel, activityId, person.id)?.card ?? message.card;
    const pressed = card && pressedAction(card, { verb, inputs, submit });
    if (pressed === undefined)
      throw new Error(`Message ${activityId} in ${channel} has no ${submit ? "Action.Submit" : "action"} "${verb}".`);
    journal.write({ did: "press", channel, activityId, verb, user: person.id });
    const base = { ...addressed(channel, person, message.root), replyToId: activityId };
    if ("submit" in pressed)
      return deliveries.deliver({ ...base, type: "message", value: pressed.submit }, channel, press);
    const value = { action: pressed.execute, trigger: "manual" };
    const outcome = await deliveries.deliver(
      { ...base, type: "invoke", name: "adaptiveCard/action", value },
      channel,
      press,
    );
    const answer = invokeAnswer(outcome);
    if (answer === undefined) return outcome;
    const seen = seenOf(answer);
    if (seen) tenant.show({ channel, activityId, person: person.id, ...seen });
    return { ...outcome, answer };
  }

  function addressed(channel: string, person: Person, thread: string): Activity {
    const place = tenant.place(channel);
    const sender = { settings, serviceUrl: serviceUrl(), person };
    if (place === undefined) throw new Error(`The stand-in has no channel ${channel}.`);
    return place.kind === "chat" ? inChat(sender, place) : inChannel(sender, place.team, place.channel, thread);
  }

  function hears(channel: string, isMentioned: boolean): boolean {
    const place = tenant.place(channel);
    if (place?.kind === "chat") return true;
    return place?.team.hasBot === true && (isMentioned || settings.hearsEverything);
  }

  return {
    say,
    press,
    /** The same button, pressed by several people in the same moment. */
    pressAtOnce: (pressing: Press, users: readonly string[]): Promise<PressOutcome[]> =>
      Promise.all(users.map((user) => press({ ...pressing, user }))),
  };
}
