import type { Ablation } from '../ablation.ts';
import { specs } from './specs.ts';

const migrations = 'libs/infra/postgres/migrations';

/** Rule 22. */
export const operations: readonly Ablation[] = [
  {
    rule: 'rule 22',
    without: 'an operation’s own time, apart from the call that committed it',
    edits: [
      {
        file: 'libs/services/state-engine/src/operation-loop.ts',
        find: 'apartFromCall(() => this.perform(task))',
        replace: '[apartFromCall].map(() => this.perform(task))[0]!',
      },
    ],
    spec: specs.operationLoop,
    fails: ['rule 22: an operation is not cut short'],
  },
  {
    rule: 'rule 22',
    without: 'the claim before the call',
    edits: [
      {
        file: 'libs/services/state-engine/src/perform-operation.ts',
        find: "if (!(await claimAttempt(ports, row, attempt, request))) return { kind: 'left' };",
        replace: 'await claimAttempt(ports, row, attempt, request);',
      },
    ],
    spec: specs.operations,
    fails: ['rule 22: is claimed before the call, so that two processes call once'],
  },
  {
    rule: 'rule 22',
    without: 'the unique attempt',
    edits: [
      {
        file: `${migrations}/0003-journal.sql`,
        find: '  claimed_until bigint not null,\n  primary key (tenant, conversation, operation, attempt)\n',
        replace: '  claimed_until bigint not null\n',
      },
    ],
    spec: specs.operationRows,
    fails: ['rule 22: one of many who claim an attempt gets it'],
  },
  {
    rule: 'rule 22',
    without: 'the request sealed with the first attempt',
    edits: [
      {
        file: `${migrations}/0003-journal.sql`,
        find: 'of_attempt, of_generation, of_request, at, until\n',
        replace: 'of_attempt, of_generation, null, at, until\n',
      },
    ],
    spec: specs.operationRows,
    fails: ['rule 22: keeps the sealed request of attempt 1'],
  },
  {
    rule: 'rule 22',
    without: 'one key over all attempts',
    edits: [
      {
        file: 'libs/services/state-engine/src/perform-operation.ts',
        find: 'key: row.operation, request',
        replace: 'key: `${row.operation}:${attempt}`, request',
      },
    ],
    spec: specs.operations,
    fails: [
      'rule 22: is called under its id',
      'rule 22: claimed by a process that died is repeated under its key',
      'are performed as they are committed',
      'rule 22: whose answer was lost is tried again after its back-off, byte for byte, under the same key',
    ],
  },
  {
    rule: 'rule 22',
    without: 'the refusal to repeat what is neither safe nor keyed',
    edits: [
      {
        file: 'libs/services/state-engine/src/attempt-rules.ts',
        find: 'return manifest.keysKeptMs !== null && now - (firstClaimedAt ?? -Infinity) < manifest.keysKeptMs;',
        replace: 'return manifest.keysKeptMs === null || now - (firstClaimedAt ?? -Infinity) < manifest.keysKeptMs;',
      },
    ],
    spec: specs.limits,
    fails: ['rule 22: is repeated at any time where that is safe, and never without a key'],
  },
  {
    rule: 'rule 22',
    without: 'the publish error for retrying what may not be repeated',
    edits: [
      {
        file: 'libs/domain/flow/src/check/check-work.ts',
        find: '!operation.safe && operation.keysKeptMs === null) {',
        replace: '!operation.safe && operation.keysKeptMs === -1) {',
      },
    ],
    spec: specs.flows,
    fails: ['rule 22: that retries what is neither safe nor keyed is an error'],
  },
  {
    rule: 'rule 22',
    without: 'the end of a key’s life',
    edits: [
      {
        file: 'libs/services/state-engine/src/attempt-rules.ts',
        find: ' && now - (firstClaimedAt ?? -Infinity) < manifest.keysKeptMs;',
        replace: ' && now - (firstClaimedAt ?? -Infinity) >= 0;',
      },
    ],
    spec: specs.limits,
    fails: ['rule 22: is repeated under its key only as long as the far side keeps that'],
  },
  {
    rule: 'rule 22',
    without: 'the look at the deadline just before the call',
    edits: [
      {
        file: 'libs/services/state-engine/src/perform-operation.ts',
        find: 'if (now >= deadline) return end(',
        replace: 'if (now < 0) return end(',
      },
    ],
    spec: specs.limits,
    fails: ['rule 22: is not called when its deadline came while it was claimed'],
  },
  {
    rule: 'rule 22',
    without: 'the outcome unknown for a lost answer',
    edits: [
      {
        file: 'libs/services/state-engine/src/attempt-rules.ts',
        find: "return { kind: 'result', outcome: 'unknown' };",
        replace: "return { kind: 'result', outcome: 'failed' };",
      },
    ],
    spec: specs.operations,
    fails: [
      'rule 22: whose answer was lost for good ends unknown',
      'rule 22: without keys is never repeated: a lost answer is unknown at once',
    ],
  },
  {
    rule: 'rule 22',
    without: 'the record of a late result',
    edits: [
      {
        file: 'libs/domain/conversation/src/turn.ts',
        find: "return stimulus.body.kind === 'result' ? { kind: 'late' } : refused(step.refusal ?? 'refused');",
        replace: "return stimulus.body.kind === 'result' ? { kind: 'unhandled' } : refused(step.refusal ?? 'refused');",
      },
    ],
    spec: specs.decide,
    fails: [
      'rule 22: that is closed takes no other result: it is journalled as late',
      'rule 25: cancels open operations',
    ],
  },
  {
    rule: 'rule 22',
    without: 'the insistence on recording an answer',
    edits: [
      {
        file: 'libs/services/state-engine/src/perform-operation.ts',
        find: 'if (!(error instanceof EventLogUnavailable)) throw error;',
        replace: 'if (error instanceof EventLogUnavailable) throw error;',
      },
    ],
    spec: specs.operations,
    fails: ['rule 19: keeps its answer while the log is away'],
  },
  {
    rule: 'rule 22',
    without: 'the back-off in memory, for rows that were read before it was kept',
    edits: [
      {
        file: 'libs/services/state-engine/src/operation-loop.ts',
        find: 'return notBefore >= (this.waiting.get(operation)?.notBefore ?? 0);',
        replace: 'return notBefore >= 0;',
      },
    ],
    spec: specs.operationLoop,
    fails: ['rule 22: an operation read as due while its lost answer came back waits for its back-off'],
  },
];
