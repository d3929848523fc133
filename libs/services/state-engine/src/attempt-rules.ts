import type { AdapterOperation } from '@parley/flow';
import type { CallAnswer } from './call-adapter.ts';

/** What is known of an operation before its next attempt. */
export interface Tried {
  /** Attempts claimed so far. */
  readonly claimed: number;
  /** When the first was claimed, ms; null = none was. */
  readonly firstClaimedAt: number | null;
  readonly deadline: number;
}

export type NextAttempt =
  | { readonly kind: 'try' }
  /** Nothing more may be tried: this is how it ends. */
  | { readonly kind: 'end'; readonly outcome: 'failed' | 'unknown'; readonly reason: string };

/**
 * Whether an operation may be tried (again) now. What is neither safe nor keyed is tried once: after that nobody knows.
 * A key counts only as long as the far side keeps it.
 */
export function nextAttempt(manifest: AdapterOperation | null, tried: Tried, now: number): NextAttempt {
  const wasTried = tried.claimed > 0;
  if (manifest === null && !wasTried) return { kind: 'end', outcome: 'failed', reason: 'adapter.unknown' };
  if (now >= tried.deadline) return { kind: 'end', outcome: wasTried ? 'unknown' : 'failed', reason: 'deadline' };
  if (!wasTried || mayRepeat(manifest, tried, now)) return { kind: 'try' };
  return { kind: 'end', outcome: 'unknown', reason: 'answer.lost' };
}

function mayRepeat(manifest: AdapterOperation | null, { firstClaimedAt }: Tried, now: number): boolean {
  if (manifest === null) return false;
  if (manifest.safe) return true;
  return manifest.keysKeptMs !== null && now - (firstClaimedAt ?? -Infinity) < manifest.keysKeptMs;
}

export interface Terms {
  readonly attempts: number;
  readonly backoffMs: number;
  readonly deadline: number;
}

export type AfterAnswer =
  | { readonly kind: 'result'; readonly outcome: 'done' | 'failed' | 'unknown' }
  /** Once more, not before then (ms since the epoch). */
  | { readonly kind: 'again'; readonly notBefore: number };

/** What follows from an answer: a definite one decides; a lost one is tried again only if that is harmless. */
export function afterAnswer(
  answer: CallAnswer,
  manifest: AdapterOperation | null,
  terms: Terms,
  attempt: number,
  now: number,
): AfterAnswer {
  if (answer.kind !== 'lost') return { kind: 'result', outcome: answer.kind };
  const notBefore = now + terms.backoffMs;
  const isHarmless = manifest?.safe === true || (manifest?.keysKeptMs ?? null) !== null;
  if (isHarmless && attempt < terms.attempts && notBefore < terms.deadline) return { kind: 'again', notBefore };
  return { kind: 'result', outcome: 'unknown' };
}
