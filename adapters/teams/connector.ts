/** What is asked of Microsoft's SDK; sdk.ts answers, sdk-guard.ts and sdk-stand-in.ts alone import it. */
export interface TeamsSdk {
  /** Whether Teams really sent this to us: signature, issuer, audience, expiry, service URL. "unable": its keys could not be had. */
  authenticate(
    authorization: string,
    activity: { readonly channelId: string; readonly serviceUrl: string },
  ): Promise<"welcome" | "unauthorized" | "unable">;
  connector(serviceUrl: string): Connector;
  /** Gets a new token, whatever is cached: a refused one stays in the SDK's cache. */
  renewToken(signal: AbortSignal): Promise<void>;
}

/** One try each, no retry of its own. */
export interface Connector {
  /** A new message in a channel; returns its activity id. */
  post(channelId: string, activity: Sent, signal: AbortSignal): Promise<string>;
  /** Into a thread, or a chat; returns its activity id. */
  reply(conversationId: string, activity: Sent, signal: AbortSignal): Promise<string>;
  edit(conversationId: string, activityId: string, activity: Sent, signal: AbortSignal): Promise<void>;
  channelName(
    teamId: string,
    channelId: string,
    signal: AbortSignal,
  ): Promise<{ readonly team: string; readonly channel: string }>;
}

/** An activity as we send it. */
export interface Sent {
  readonly type: "message";
  readonly text?: string;
  readonly textFormat?: "plain" | "markdown";
  /** What a notification shows. */
  readonly summary?: string;
  readonly attachments?: { contentType: string; content: AdaptiveCard }[];
}

export interface AdaptiveCard {
  readonly type: "AdaptiveCard";
  readonly version: "1.5";
  readonly [property: string]: unknown;
}
