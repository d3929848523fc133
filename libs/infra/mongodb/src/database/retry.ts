import { setTimeout as sleep } from 'node:timers/promises';
import { MongoBulkWriteError, MongoNetworkError, MongoServerError, MongoWriteConcernError } from 'mongodb';
import { NoAnswer } from './patience.ts';

/** The server stepped down, is going down, or lost its majority for a while: error codes of MongoDB. */
const PASSING: ReadonlySet<number> = new Set([
  6, 7, 64, 89, 91, 134, 189, 262, 9_001, 10_058, 10_107, 11_600, 11_602, 13_435, 13_436,
]);
/** What Node says of a socket: the driver passes it on as it came when a write fails at once. */
const BROKEN_LINE: ReadonlySet<unknown> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'ETIMEDOUT',
  'ENETDOWN',
  'EHOSTUNREACH',
]);
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 500;

/**
 * Does something again that may be done twice, after a pause by chance, as long as only the way to the server or its role is the
 * trouble and no more than `withinMs` have passed. The last error is thrown as it came.
 */
export async function retrying<T>(work: () => Promise<T>, withinMs: number): Promise<T> {
  const until = performance.now() + withinMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      const waitMs = pauseMs * (0.5 + Math.random());
      if (!isPassing(error) || performance.now() + waitMs > until) throw error;
      await sleep(waitMs);
    }
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof MongoNetworkError || error instanceof MongoWriteConcernError || error instanceof NoAnswer)
    return true;
  if (error instanceof Error && 'code' in error && BROKEN_LINE.has(error.code)) return true;
  // The driver wraps what befalls a batch on its way, and what has no code no server has said.
  if (error instanceof MongoBulkWriteError && error.code === undefined) return [error.writeErrors].flat().length === 0;
  return error instanceof MongoServerError && typeof error.code === 'number' && PASSING.has(error.code);
}
