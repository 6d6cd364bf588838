import type {
  Adapter,
  AdapterContext,
  Delivery,
  DeskEvent,
  EscalationDesk,
  Outcome,
  Planned,
} from "../../core/index.ts";

/**
 * An adapter whose platform is this test: it remembers what it was given, in order, and answers as it is told.
 * `plan` asks for a card and a line like Slack's, and for the visitor's messages.
 */
export function createBell(name = "bell") {
  const rung: Delivery[] = [];
  let answer: (delivery: Delivery) => Outcome | Promise<Outcome> = delivered;
  let desk: EscalationDesk | undefined;

  function plan(event: DeskEvent, addresses: readonly string[]): readonly Planned[] {
    const effects = effectsOf(event);
    return addresses.flatMap((address) =>
      effects.map((effect) => ({ destination: { account: "tower", address }, effect })),
    );
  }

  const install = async (context: AdapterContext): Promise<Adapter> => {
    desk = context.desk;
    return {
      name,
      plan: (event, chatbot) =>
        plan(
          event,
          chatbot.connections.filter((each) => each.adapter === name).map((each) => each.address),
        ),
      async deliver(delivery) {
        rung.push(delivery);
        return answer(delivery);
      },
    };
  };

  return {
    install,
    rung,
    /** What came to an address, as words: the event and the effect. */
    heardAt: (address: string) =>
      rung.filter((each) => each.destination.address === address).map((each) => `${each.event.type} ${each.effect}`),
    answers(with_: typeof answer) {
      answer = with_;
    },
    desk(): EscalationDesk {
      if (!desk) throw new Error("The bell is not installed.");
      return desk;
    },
    connect: (address: string, chatbot: string | null = null) => createBellConnection(desk, name, address, chatbot),
  };
}

/** It arrived: a card is edited where it is, anything else is new. */
export function delivered({ id, effect, posted }: Delivery): Outcome {
  return { kind: "delivered", posted: (effect === "card" && posted.card) || `${effect} ${id}` };
}

export const ana = { name: "Ana", surface: "slack", externalId: "T1:U1" } as const;
export const ben = { name: "Ben", surface: "teams", externalId: "t:u2" } as const;

async function createBellConnection(
  desk: EscalationDesk | undefined,
  adapter: string,
  address: string,
  chatbot: string | null,
): Promise<void> {
  await desk?.connect(
    { adapter, account: "tower", address, chatbot, label: `#${address}`, relayMode: "two_way" },
    { by: ana, id: `connect ${address}` },
  );
}

function effectsOf(event: DeskEvent): readonly Planned["effect"][] {
  switch (event.type) {
    case "conversation.escalated":
      return event.digested ? [] : ["card"];
    case "conversation.claimed":
    case "conversation.resolved":
    case "conversation.reopened":
      return ["card", "line"];
    case "message.received":
    case "chatbot.escalations_digested":
    case "chatbot.destination_paused":
      return ["message"];
    default:
      return [];
  }
}
