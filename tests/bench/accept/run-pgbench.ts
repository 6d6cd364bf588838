import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { chatbotKind, conversationKind } from "../visitors.ts";
import type { Template, Value } from "./template.ts";

export interface PgbenchRun {
  readonly pgbench: string;
  readonly url: string;
  readonly templates: readonly Template[];
  readonly clients: number;
  readonly perClient: number;
  /** The number of the first conversation and of the first chatbot, and how many chatbots there are. */
  readonly first: number;
  readonly firstChatbot: number;
  readonly chatbots: number;
}

/** The same statements with the same kinds of parameters, by PostgreSQL's own load generator. Escalations per second. */
export async function runPgbench(run: PgbenchRun): Promise<{ perSecond: number; p50: number }> {
  const directory = await mkdtemp(join(tmpdir(), "deskbell-pgbench-"));
  try {
    const { script, constants } = toScript(run);
    const file = join(directory, "escalate.sql");
    await writeFile(file, script);
    const given = constants.flatMap((value, index) => ["-D", `c${index}=${value}`]);
    const { stdout } = await promisify(execFile)(
      run.pgbench,
      ["-n", "-M", "prepared", "-c", String(run.clients), "-j", "1", "-t", String(run.perClient)].concat(
        ["-f", file, "-D", "i=-1", ...given],
        run.url,
      ),
      { cwd: directory, timeout: 120_000 },
    );
    const figure = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1]);
    const done = figure(/actually processed: (\d+)/);
    if (done !== run.clients * run.perClient) throw new Error(`pgbench did not run through:\n${stdout}`);
    return { perSecond: figure(/tps = ([\d.]+) \(without/), p50: figure(/latency average = ([\d.]+)/) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function toScript({ templates, perClient, first, firstChatbot, chatbots }: PgbenchRun) {
  const constants: string[] = [];
  const id = (kind: string, number: string) =>
    `('${kind.padEnd(8, "0")}-0000-7000-8000-' || lpad(to_hex(:${number}::bigint), 12, '0'))`;
  const spell = (value: Value): string => {
    switch (value.kind) {
      case "chatbot":
        return `${id(chatbotKind, "k")}::uuid`;
      case "conversation":
        return `${id(conversationKind, "n")}::uuid`;
      case "about":
        return `('${value.before}' || ${id(conversationKind, "n")} || '${value.after}')`;
      case "new":
        return `${id(`f000000${value.number}`, "n")}::uuid`;
      case "same":
        return constant(value);
    }
  };
  const constant = ({ value, type }: Extract<Value, { kind: "same" }>): string => {
    if (value === null) return "null";
    if (value === "") return "''"; // pgbench takes no empty variable
    if (!constants.includes(value)) constants.push(value);
    const cast = type === 1184 ? "::timestamptz" : type === 3802 ? "::jsonb" : "";
    return `:c${constants.indexOf(value)}${cast}`;
  };
  const statements = templates.map(
    ({ text, values }) => `${text.replace(/\$(\d+)/g, (_, place) => spell(values[Number(place) - 1] ?? missing()))};`,
  );
  const numbers = [
    "\\set i :i + 1",
    `\\set n ${first} + :client_id * ${perClient} + :i`,
    `\\set k ${firstChatbot} + :n % ${chatbots}`,
  ];
  return { script: `${[...numbers, ...statements].join("\n")}\n`, constants };
}

function missing(): never {
  throw new Error("A captured statement has fewer values than it names.");
}
