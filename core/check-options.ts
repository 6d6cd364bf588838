import type { InstallAdapter } from "./adapter.ts";
import { type Config, type Environment, readConfig } from "./config.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { isEmailAddress } from "./domain/email-address.ts";
import { parseSettings } from "./domain/parse-settings.ts";
import { installAdapters } from "./install-adapters.ts";
import { lateBoundDesk } from "./late-bound-desk.ts";
import type { DeskbellOptions } from "./options.ts";

/** All that can be known to be wrong before anything is opened. */
export async function checkOptions(
  env: Environment,
  options: DeskbellOptions,
  installs: readonly InstallAdapter[],
): Promise<Config> {
  const read = readConfig(env);
  const problems = "problems" in read ? [...read.problems] : [];
  for (const { id, settings, owner } of options.chatbots ?? []) {
    const parsed = parseSettings(settings ?? {});
    if (owner && !isEmailAddress(owner.email))
      problems.push(`chatbot ${id}: its owner's e-mail "${owner.email}" is not an e-mail address.`);
    if ("problems" in parsed) problems.push(...parsed.problems.map((problem) => `chatbot ${id}: ${problem}`));
  }
  if (problems.length === 0 && "config" in read) return read.config;
  // What adapters have to say of their variables comes in the same message; nothing of them is used.
  const context = {
    env,
    publicUrl: "http://localhost",
    desk: lateBoundDesk(() => undefined),
    log: silent,
    now: () => new Date(),
    keyFor: () => Buffer.alloc(32),
  };
  problems.push(...(await installAdapters(installs, context)).problems);
  throw new ConfigurationError(problems);
}

const silent = { info() {}, warn() {}, error() {} };
