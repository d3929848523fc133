import type { Value } from '@parley/expression';
import { canonicalBytes, eventId, maxStimulusBytes, type Stimulus, type StimulusBody } from '@parley/message';
import { EventLogUnavailable, type OpenOperationRow } from '@parley/ports';
import { failpoint } from '@parley/service-kit';
import { appendStimuli } from './append-stimuli.ts';
import { afterAnswer, nextAttempt } from './attempt-rules.ts';
import { callAdapter, type CallAnswer } from './call-adapter.ts';
import type { EnginePorts } from './engine-ports.ts';
import type { Manifests } from './manifests.ts';
import { readRequest } from './operation-request.ts';
import { requestContext } from './seals.ts';

export interface PerformOperation {
  readonly ports: EnginePorts;
  readonly manifests: Manifests;
}

/** An operation to be tried, with its request where this process still has it. */
export interface OperationTask {
  readonly row: OpenOperationRow;
  readonly request: Uint8Array | null;
}

export type Performed =
  | { readonly kind: 'result' }
  /** Somebody else has the attempt, or the conversation was erased. */
  | { readonly kind: 'left' }
  | { readonly kind: 'again'; readonly task: OperationTask; readonly notBefore: number };

/** One attempt of one operation: whatever comes of it returns through the log, or is tried again later. */
export async function performOperation(self: PerformOperation, task: OperationTask): Promise<Performed> {
  const { ports, manifests } = self;
  const { row } = task;

  // 1 May it be tried (again)?
  const manifest = await manifests.operation(row.adapter);
  const known = task.request !== null && row.claimed === 0;
  const { request, firstClaimedAt } = known
    ? { request: task.request, firstClaimedAt: null }
    : await readRequest(ports, row);
  if (request === null) return { kind: 'left' };
  const { claimed, deadline } = row;
  const next = nextAttempt(manifest, { claimed, firstClaimedAt, deadline }, ports.now());
  if (next.kind === 'end') return end(self, row, next.outcome, next.reason);

  // 2 The unique insert says whose attempt it is; the first one keeps the sealed request.
  const attempt = claimed + 1;
  if (!(await claimAttempt(ports, row, attempt, request))) return { kind: 'left' };

  // 3 The call, if there is still time.
  const now = ports.now();
  if (now >= deadline) return end(self, row, claimed > 0 ? 'unknown' : 'failed', 'deadline');
  failpoint('perform.before-call');
  const callDeadline = Math.min(now + row.timeoutMs, deadline);
  const answer = await callAdapter(ports, { tenant: row.tenant, key: row.operation, request, deadline: callDeadline });
  failpoint('perform.after-call');

  // 4 The answer, through the log; or once more, not before its time.
  const after = afterAnswer(answer, manifest, row, attempt, ports.now());
  if (after.kind === 'again') {
    await ports.operations.postpone(row, after.notBefore);
    const again = { ...row, claimed: attempt, notBefore: after.notBefore };
    return { kind: 'again', task: { row: again, request }, notBefore: after.notBefore };
  }
  await appendResult(self, row, String(attempt), resultBody(row, attempt, after.outcome, answer));
  return { kind: 'result' };
}

export async function claimAttempt(
  ports: EnginePorts,
  row: OpenOperationRow,
  attempt: number,
  request: Uint8Array,
): Promise<boolean> {
  const { tenant, conversation, operation } = row;
  const [current] = await ports.keyring.ensure([row]);
  if (current === undefined) throw new Error('The keyring answered with no key.');
  const sealed = attempt > 1 ? null : ports.sealing.seal(current.key, request, requestContext(row, operation));
  const claimedAt = ports.now();
  return ports.operations.claim({
    ...{ tenant, conversation, operation, attempt, generation: current.generation, request: sealed, claimedAt },
    claimedUntil: Math.min(claimedAt + row.timeoutMs, row.deadline),
  });
}

async function end(
  self: PerformOperation,
  row: OpenOperationRow,
  outcome: 'failed' | 'unknown',
  reason: string,
): Promise<Performed> {
  const { operation, claimed } = row;
  // Its id is one for every process that finds this end, so that it is journalled once.
  await appendResult(self, row, reason === 'deadline' ? reason : `${claimed}:end`, {
    kind: 'result',
    operation,
    attempt: claimed,
    outcome,
    reason,
  });
  return { kind: 'result' };
}

function resultBody(
  { operation }: OpenOperationRow,
  attempt: number,
  outcome: 'done' | 'failed' | 'unknown',
  answer: CallAnswer,
): StimulusBody {
  const result = { kind: 'result', operation, attempt, outcome } as const;
  return answer.kind === 'done' ? { ...result, value: answer.value } : { ...result, reason: answer.reason };
}

async function appendResult(
  { ports }: PerformOperation,
  { tenant, conversation, connection, operation }: OpenOperationRow,
  id: string,
  body: StimulusBody,
): Promise<void> {
  const ids = { tenant, conversation, connection, eventId: eventId('op', `${operation}:${id}`) };
  const stimulus: Stimulus = { ...ids, receivedAt: ports.now(), body: bounded(body) };
  failpoint('perform.before-append');
  await insist(() => appendStimuli(ports, [stimulus]));
  failpoint('perform.after-append');
}

const pausesMs = [50, 200, 500, 1_000, 2_000, 5_000, 10_000];

/** An answer is worth waiting for a log that is away for a while: without it nobody would know what happened. */
async function insist(append: () => Promise<void>): Promise<void> {
  for (const pauseMs of pausesMs) {
    try {
      return await append();
    } catch (error) {
      if (!(error instanceof EventLogUnavailable)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return append();
}

/** Room for the ids around a body. */
const envelopeBytes = 4_096;

/** A result that no entry can hold: it happened, but what it said is lost. */
function bounded(body: StimulusBody): StimulusBody {
  if (body.kind !== 'result' || sizeOf(body.value) <= maxStimulusBytes - envelopeBytes) return body;
  const { operation, attempt } = body;
  return { kind: 'result', operation, attempt, outcome: 'unknown', reason: 'answer.too-large' };
}

function sizeOf(value: Value | undefined): number {
  return value === undefined ? 0 : canonicalBytes(value).length;
}
