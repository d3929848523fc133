import type { Value } from '@parley/expression';
import type { FlowOperation } from '../desugar/desugar-integration.ts';
import { durationMs } from '../format/names.ts';
import type { Attempt } from './transcript.ts';

export interface OperationResult {
  /** After the operation began. */
  readonly afterMs: number;
  readonly outcome: 'done' | 'failed' | 'unknown';
  readonly value?: Value;
}

/** How an operation ends, attempt by attempt: a lost answer is tried again while attempts are left, a definite one ends it. */
export function settle(operation: FlowOperation, attempts: readonly Attempt[]): OperationResult {
  let afterMs = 0;
  for (let number = 0; number < operation.attempts; number++) {
    if (number > 0) afterMs += operation.backoffMs;
    const attempt: Attempt = attempts[number] ?? { done: {} };
    if (attempt !== 'timeout') {
      const takesMs = attempt.takes === undefined ? 0 : durationMs(attempt.takes);
      if (takesMs < operation.timeoutMs) {
        afterMs += takesMs;
        if ('done' in attempt) return { afterMs, outcome: 'done', value: attempt.done };
        if ('failed' in attempt) return { afterMs, outcome: 'failed', value: { reason: attempt.failed } };
        continue;
      }
    }
    afterMs += operation.timeoutMs;
  }
  return { afterMs, outcome: 'unknown' };
}
