import { afterEach, beforeEach } from "vitest";
import type { Adapter, AdapterContext, Delivery, Outcome } from "../../../core/index.ts";
import { aDelivery } from "../../builders/deliveries.ts";
import type {
  ChannelPlatform,
  ChannelUnderContract,
  MailboxPlatform,
  MailboxUnderContract,
} from "../adapter-contract.ts";
import { type RecordingDesk, recordingDesk } from "../recording-desk.ts";
import { recordingLog } from "../recording-log.ts";
import { serveCallbacks } from "../serve-callbacks.ts";
import { testKeys } from "../test-keys.ts";

/** The adapter and its platform, anew for every test. */
export interface Stage<P extends ChannelPlatform | MailboxPlatform> {
  readonly platform: P;
  readonly desk: RecordingDesk;
  readonly adapter: Adapter;
  /** Where the adapter's callbacks are served. */
  readonly url: string;
  context(env: AdapterContext["env"]): AdapterContext;
  /** The first alert there, or what it is to be instead. */
  deliver(delivery?: Partial<Delivery>, signal?: AbortSignal): Promise<Outcome>;
}

export const publicUrl = "https://desk.example";

export function raiseStage<P extends ChannelPlatform | MailboxPlatform>(
  {
    name,
    install,
    startPlatform,
  }: Pick<ChannelUnderContract | MailboxUnderContract, "name" | "install"> & { startPlatform(): Promise<P> },
  firstDelivery: (platform: P, adapter: Adapter) => Partial<Delivery>,
): Stage<P> {
  let platform: P;
  let desk: RecordingDesk;
  let adapter: Adapter;
  let server: Awaited<ReturnType<typeof serveCallbacks>>;
  let stopRunning: () => Promise<void>;

  const context = (env: AdapterContext["env"]): AdapterContext => ({
    env,
    publicUrl,
    desk,
    log: recordingLog(),
    now: () => new Date(),
    keyFor: testKeys,
  });

  beforeEach(async () => {
    platform = await startPlatform();
    desk = recordingDesk();
    const installed = await install(context(platform.env));
    if (!installed) throw new Error(`${name} stays away although it is configured`);
    adapter = installed;
    server = await serveCallbacks(adapter);
    if (platform.callbackPath) platform.sendCallbacksTo(server.url + platform.callbackPath);
    const ending = new AbortController();
    const ran = adapter.run?.(ending.signal);
    stopRunning = async () => {
      ending.abort();
      await ran;
    };
    await platform.reachable();
  });

  afterEach(async () => {
    await stopRunning();
    await server.stop();
    await platform.stop();
  });

  return {
    get platform() {
      return platform;
    },
    get desk() {
      return desk;
    },
    get adapter() {
      return adapter;
    },
    get url() {
      return server.url;
    },
    context,
    deliver: (delivery = {}, signal = AbortSignal.timeout(15_000)) =>
      adapter.deliver(aDelivery({ ...firstDelivery(platform, adapter), ...delivery }), signal),
  };
}
