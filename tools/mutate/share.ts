import type { MutantResult } from '@stryker-mutator/api/core';

export interface Share {
  readonly killed: number;
  readonly of: number;
  /** Percent. */
  readonly percent: number;
  /** The 95 % interval in percent (Wilson's); of a whole run both ends are the share itself. */
  readonly from: number;
  readonly to: number;
}

/**
 * A mutant with which the specs cannot even be loaded (RuntimeError) is noticed as surely as one that makes a test fail,
 * or run for ever.
 */
export function isNoticed({ status }: Pick<MutantResult, 'status'>): boolean {
  return status === 'Killed' || status === 'Timeout' || status === 'RuntimeError';
}

/** @param isSample whether they were drawn from more */
export function shareOf(results: readonly Pick<MutantResult, 'status'>[], isSample: boolean): Share {
  const killed = results.filter(isNoticed).length;
  const of = results.length;
  const percent = of === 0 ? 0 : (100 * killed) / of;
  if (!isSample || of === 0) return { killed, of, percent, from: percent, to: percent };
  const z = 1.96;
  const share = killed / of;
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const reach = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return { killed, of, percent, from: 100 * (middle - reach), to: 100 * (middle + reach) };
}

/** Stopped by the clock, not because it ran through one place too often. */
export function isOutOfTime({ status, statusReason }: Pick<MutantResult, 'status' | 'statusReason'>): boolean {
  return status === 'Timeout' && statusReason?.startsWith('Hit limit') !== true;
}
