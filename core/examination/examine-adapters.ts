import type { Adapter, Finding } from "../adapter.ts";
import type { Chatbot } from "../domain/chatbot.ts";
import { adapterInWords } from "../phrases/places.ts";

const withinMs = 20_000;

/** What each configured adapter finds; one that does not answer in time is itself a finding. */
export async function examineAdapters(
  adapters: readonly Adapter[],
  chatbots: readonly Chatbot[],
): Promise<readonly Finding[]> {
  const all = await Promise.all(adapters.map((adapter) => examineOne(adapter, chatbots)));
  return all.flat();
}

async function examineOne(adapter: Adapter, chatbots: readonly Chatbot[]): Promise<readonly Finding[]> {
  if (!adapter.examine) return [];
  const name = capital(adapterInWords(adapter.name));
  const silent: Finding = {
    level: "broken",
    what: `${name} did not answer within ${withinMs / 1_000} s.`,
    todo: "Look whether this machine reaches it: a firewall or a proxy may stand between.",
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Finding[]>((resolve) => {
    timer = setTimeout(() => resolve([silent]), withinMs + 1_000);
  });
  try {
    return await Promise.race([adapter.examine(AbortSignal.timeout(withinMs), chatbots), late]);
  } catch (error) {
    return [
      {
        level: "broken",
        what: `${name} could not be examined: ${error instanceof Error ? error.message : String(error)}`,
        todo: "This is an error of Deskbell's own; please report it.",
      },
    ];
  } finally {
    clearTimeout(timer);
  }
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
