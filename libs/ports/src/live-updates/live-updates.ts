import type { MessageRow } from '@parley/conversation';

/** What a publisher has at hand, so that who listens in the same process need not read it again. */
export interface News {
  /** Number of the newest message that the publisher knows of. */
  readonly last: number;
  /** How the conversation stands now. */
  readonly status?: string;
  /** Messages up to `last`, without a gap. */
  readonly messages?: readonly MessageRow[];
}

/** Hints that a conversation has something new to read. Losing one loses nothing: readers poll and resume by watermark. */
export abstract class LiveUpdates {
  /** The news may be lost on the way to another process: the hint arrives there without them. */
  abstract publish(conversation: string, news?: News): void;
  /** Calls back on each hint until the answered function is called. */
  abstract subscribe(conversation: string, onHint: (news?: News) => void): () => void;
}
