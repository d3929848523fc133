import type { Rate } from '@parley/ports';

/** What an operator may set of the chat service. */
export interface ChatConfig {
  /** Whether chat's rows ride along with the journal's commit (one database), so that nothing is left to record. */
  readonly riders: boolean;
  /** No other process delivers replies: what is pending and not under way here is nobody's. */
  readonly soleDeliverer: boolean;
  /** Origins of our own chat page. */
  readonly ownOrigins: readonly string[];
  /** Over this rate a visitor's messages are recorded as `throttled`, without a turn. */
  readonly visitorRate: Rate;
  /** Over that rate as well, they are refused before they are durable. */
  readonly floodRate: Rate;
  /** A text of more bytes goes to the blob store. */
  readonly longTextBytes: number;
  readonly tokenLifeMs: number;
  readonly lanes: number;
  readonly maxBatch: number;
  /** Batches that are not full begin no sooner after each other, ms. */
  readonly batchEveryMs: number;
  /** Stimuli appended and not yet settled, above which nothing more is taken. */
  readonly maxBacklog: number;
  /** Age of the oldest unsettled stimulus above which nothing more is taken: half of the log's retention. */
  readonly maxBacklogAgeMs: number;
  readonly streamsPerConversation: number;
  /** How long a claimed attempt to send counts as under way, ms. */
  readonly sendClaimMs: number;
  /** A reply is given up when a vendor has not answered for so long, ms. */
  readonly giveUpAfterMs: number;
  /** A vendor that does not answer is tried again ever more seldom, at last so often, ms. */
  readonly slowestRetryMs: number;
  /** How often deliveries that nobody handed over are looked for, ms. */
  readonly scanEveryMs: number;
  /** How long an agent's act waits to be recorded, ms. */
  readonly settleWithinMs: number;
}

const day = 24 * 3600 * 1000;

/** Everything but what the composition knows. */
export const chatDefaults: Omit<ChatConfig, 'riders' | 'soleDeliverer' | 'ownOrigins'> = {
  visitorRate: { perSecond: 10, burst: 60 },
  floodRate: { perSecond: 50, burst: 500 },
  longTextBytes: 32 * 1024,
  tokenLifeMs: 30 * day,
  lanes: 2,
  maxBatch: 64,
  batchEveryMs: 10,
  maxBacklog: 20_000,
  maxBacklogAgeMs: 7 * day,
  streamsPerConversation: 10,
  sendClaimMs: 10_000,
  giveUpAfterMs: day,
  slowestRetryMs: 60_000,
  scanEveryMs: 5_000,
  settleWithinMs: 10_000,
};
