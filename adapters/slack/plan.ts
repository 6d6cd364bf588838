import { type Chatbot, type DeskEvent, effectsInChannel, type Planned } from "../../core/index.ts";
import { adapterName } from "./refs.ts";

/** What an event asks to be posted in the chatbot's connected channels. */
export function plan(event: DeskEvent, { connections }: Chatbot): readonly Planned[] {
  const ours = connections.filter(({ adapter }) => adapter === adapterName);
  return ours.flatMap((connection) =>
    effectsInChannel(event, connection).map((effect) => ({
      destination: { account: connection.account, address: connection.address },
      effect,
    })),
  );
}
