/** What the process of the fake Slack tells. */
export type FarWord =
  | { readonly kind: 'open'; readonly apiUrl: string; readonly signingSecret: string; readonly botToken: string }
  | { readonly kind: 'received'; readonly count: number }
  | ({ readonly kind: 'told' } & FarReplies);

/** Replies in the order in which they came: whose, what, and when (ms of the monotonic clock); whom and what by position. */
export interface FarReplies {
  readonly names: readonly string[];
  readonly texts: readonly string[];
  readonly who: Uint32Array;
  readonly what: Uint32Array;
  readonly at: Float64Array;
}

/** How fast one channel of it takes messages: what Slack's own bucket would hold back is not measured here. */
export const FAR_CHANNEL_RATE = 100_000;

/** What names a conversation at the far side. */
export function farName(channel: string, thread: string | undefined): string {
  return thread === undefined ? channel : `${channel}:${thread}`;
}
