import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { accept } from "./accept/accept.ts";
import type { Goal, Part } from "./bench.ts";
import { describeLoad, describeMachine } from "./describe-machine.ts";
import { drain } from "./drain/drain.ts";
import { fanout } from "./fanout/fanout.ts";
import { findServer, type Server } from "./find-server.ts";
import { notify } from "./notify/notify.ts";
import { printReport } from "./print-report.ts";
import { playRole } from "./role.ts";
import { sse } from "./sse/sse.ts";
import { widget } from "./widget.ts";

const parts: Readonly<Record<string, Part>> = { accept, notify, drain, sse, widget, fanout };
/** Too long to be measured unless it is asked for. */
const onlyByName = ["fanout"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "string" },
    rounds: { type: "string", default: "5" },
    rate: { type: "string", default: "200" },
    seconds: { type: "string", default: "60" },
    broken: { type: "string", default: "1" },
    role: { type: "string" },
    given: { type: "string", default: "{}" },
  },
});

if (values.role !== undefined) await playRole(values.role, values.given);
else
  process.exitCode = await measure(
    positionals.length > 0 ? positionals : Object.keys(parts).filter((name) => !onlyByName.includes(name)),
  );

async function measure(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !(name in parts));
  const rounds = Number(values.rounds);
  const load = { perSecond: Number(values.rate), seconds: Number(values.seconds), broken: Number(values.broken) };
  const wrong = !Number.isInteger(rounds) || rounds < 1 || !Object.values(load).every((value) => value > 0);
  if (unknown.length > 0 || wrong) {
    console.error(
      `npm run bench -- [${Object.keys(parts).join("|")}]... [--rounds 5] [--json FILE]; fanout: [--rate 200] [--seconds 60] [--broken 1]`,
    );
    return 2;
  }
  console.log(describeMachine());
  let server: Promise<Server> | undefined;
  const findOnce = () =>
    (server ??= findServer().then((found) => {
      console.log(found.described);
      return found;
    }));
  const goals: Goal[] = [];
  try {
    for (const name of names) {
      const part = parts[name];
      if (!part) continue;
      console.log(`\n${name}: ${describeLoad()}`);
      const report = await part({ server: findOnce, rounds, load, say: (line) => console.log(`   ${line}`) });
      console.log(printReport(report));
      goals.push(...report.goals);
    }
  } finally {
    await (await server?.catch(() => null))?.close();
  }
  if (values.json) {
    const figures = Object.fromEntries(goals.map(({ name, value }) => [name, Number(value.toFixed(3))]));
    writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  }
  return 0;
}
