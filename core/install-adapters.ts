import type { Adapter, AdapterContext, InstallAdapter } from "./adapter.ts";
import { ConfigurationError } from "./configuration-error.ts";

/** The adapters that are configured; the problems of all that are so by halves. */
export async function installAdapters(
  installs: readonly InstallAdapter[],
  context: AdapterContext,
): Promise<{ readonly adapters: readonly Adapter[]; readonly problems: readonly string[] }> {
  const adapters: Adapter[] = [];
  const problems: string[] = [];
  for (const install of installs) {
    try {
      const adapter = await install(context);
      if (adapter) adapters.push(adapter);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { adapters, problems };
}
