import type { Workspace } from "./workspace.ts";

export function until(workspace: Workspace, condition: () => boolean, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(patience);
      unwatch();
      settle();
    };
    const look = () => {
      if (condition()) finish(resolve);
    };
    const patience = setTimeout(
      () => finish(() => reject(new Error(`The stand-in Slack waited ${ms} ms in vain for: ${condition}`))),
      ms,
    );
    // The change is told before the call that made it returns; the condition may look at both.
    const unwatch = workspace.watch(() => setImmediate(look));
    look();
  });
}
