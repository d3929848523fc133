import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './logger.ts';

export interface WaitForOptions {
  readonly logger: Logger;
  /** Ends the wait: the process is told to stop. */
  readonly signal: AbortSignal;
  /** Whether waiting mends nothing (wrong settings): it is thrown at once. */
  readonly isFinal: (error: unknown) => boolean;
  readonly firstPauseMs?: number;
  readonly longestPauseMs?: number;
}

const tellEveryMs = 30_000;

/**
 * What a process stands on may come later than the process itself: tries until it is there, with a jittered pause that grows,
 * and says so at once and then every half minute. Services may be started in any order.
 * @throws what is final, and an AbortError when the process is told to stop
 */
export async function waitFor<Thing>(
  what: string,
  open: () => Promise<Thing>,
  { logger, signal, isFinal, firstPauseMs = 200, longestPauseMs = 5_000 }: WaitForOptions,
): Promise<Thing> {
  const began = performance.now();
  let toldAt = -Infinity;
  for (let tries = 0; ; tries += 1) {
    signal.throwIfAborted();
    try {
      const thing = await open();
      if (tries > 0) logger.warn('dependency.found', { what, afterMs: Math.round(performance.now() - began) });
      return thing;
    } catch (error) {
      if (isFinal(error)) throw error;
      if (performance.now() - toldAt >= tellEveryMs) {
        toldAt = performance.now();
        logger.warn('dependency.waited-for', { what, why: error, todo: 'It is tried again until it answers.' });
      }
    }
    const pauseMs = Math.min(firstPauseMs * 2 ** tries, longestPauseMs);
    await sleep(pauseMs * (0.5 + Math.random() / 2), undefined, { signal });
  }
}
