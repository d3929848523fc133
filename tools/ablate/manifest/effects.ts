import type { Ablation } from '../ablation.ts';
import { specs } from './specs.ts';

const migrations = 'libs/infra/postgres/migrations';

/** Rules 22, 23, 25 and 26. */
export const effects: readonly Ablation[] = [
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
    rule: 'rule 23',
    without: 'one reply at a time in a conversation',
    edits: [
      {
        file: 'libs/services/chat/src/deliver-replies.ts',
        find: 'const queue = this.queues.get(row.conversation);',
        replace: 'const queue = this.queues.get(row.reply);',
      },
      {
        file: 'libs/services/chat/src/deliver-replies.ts',
        find: 'this.queues.set(row.conversation, [reply]);',
        replace: 'this.queues.set(row.reply, [reply]);',
      },
      {
        file: 'libs/services/chat/src/deliver-replies.ts',
        find: 'this.run(row.conversation)',
        replace: 'this.run(row.reply)',
      },
    ],
    spec: specs.deliver,
    fails: [
      'waits for the one before it, however long that is told to wait',
      'waits for one that a dead process has claimed',
      'rule 23: is looked for before it is sent again',
    ],
  },
  {
    rule: 'rule 23',
    without: 'the claim before a reply is sent',
    edits: [
      {
        file: 'libs/services/chat/src/deliver-reply.ts',
        find: "if (!channel.deduplicates && !(await claim(self, reply))) return { kind: 'left' };",
        replace: 'if (!channel.deduplicates) await claim(self, reply);',
      },
    ],
    spec: specs.deliver,
    fails: ['is not sent by a second process while the first one has claimed it'],
  },
  {
    rule: 'rule 23',
    without: 'the search for replies that a dead process left',
    edits: [
      {
        file: 'libs/services/chat/src/deliver-replies.ts',
        find: 'const pending = await this.self.ports.deliveries.pending(scanLimit);',
        replace: 'const pending = (await this.self.ports.deliveries.pending(scanLimit)).slice(0, 0);',
      },
    ],
    spec: specs.deliver,
    fails: [
      'left behind by a killed process is found at the next start',
      'claimed by a process that died is sent again',
      'waits for one that a dead process has claimed',
      'because its process died is looked for by the next one',
      'rule 24: is held up by the patience that the vendor asked for there',
    ],
  },
  {
    rule: 'rule 25',
    without: 'the suppression by epoch',
    edits: [
      {
        file: 'libs/services/chat/src/suppression.ts',
        find: "return message.from === 'bot' && delivery.epoch < current.epoch && message.seq > current.seq;",
        replace: "return message.from === 'bot' && delivery.epoch < current.epoch && message.seq < 0;",
      },
    ],
    spec: specs.suppression,
    fails: ['is suppressed if the bot decided it before the claim and committed it after'],
  },
  {
    rule: 'rule 25',
    without: 'the sending of what was committed before the claim',
    edits: [
      {
        file: 'libs/services/chat/src/suppression.ts',
        find: ' && message.seq > current.seq;',
        replace: ';',
      },
    ],
    spec: specs.suppression,
    fails: ['is sent if it was committed before the claim'],
  },
  {
    rule: 'rule 25',
    without: 'the look at the epoch just before a reply is sent',
    edits: [
      {
        file: 'libs/services/chat/src/deliver-reply.ts',
        find: 'return isSuppressed(row, message, await ports.conversations.get(row));',
        replace: 'return isSuppressed(row, message, row.number < 0 ? await ports.conversations.get(row) : null);',
      },
    ],
    spec: specs.lastMoment,
    fails: ['rule 25: is not sent once an agent has claimed the conversation'],
  },
  {
    rule: 'rule 25',
    without: 'the epoch that a handoff raises',
    edits: [
      {
        file: 'libs/domain/conversation/src/decide.ts',
        find: "(before.control === 'bot' && control === 'agent' ? 1 : 0)",
        replace: "(before.control === 'bot' && control === 'agent' ? 0 : 0)",
      },
    ],
    spec: specs.decide,
    fails: [
      'rule 25: raises the epoch in the entry that enters it',
      'rule 25: silences the bot',
      'rule 25: cancels open operations',
    ],
  },
  {
    rule: 'rule 25',
    without: 'the silence of the bot during a handoff',
    edits: [
      {
        file: 'libs/domain/conversation/src/decide.ts',
        find: 'const replies = muted ? [] : repliesOf(turn, rules);',
        replace: 'const replies = muted ? repliesOf(turn, rules) : repliesOf(turn, rules);',
      },
    ],
    spec: specs.decide,
    fails: ['rule 25: silences the bot until the agent closes it', 'rule 4: numbers its messages'],
  },
  {
    rule: 'rule 25',
    without: 'the cancelling of operations by a handoff',
    edits: [
      {
        file: 'libs/domain/conversation/src/hear.ts',
        find: "    run.step({ kind: 'result', operation, outcome: 'unknown' });\n",
        replace: "    if (operation === '') run.step({ kind: 'result', operation, outcome: 'unknown' });\n",
      },
    ],
    spec: specs.decide,
    fails: ['rule 25: cancels open operations'],
  },
  {
    rule: 'rule 25',
    without: 'the refusal of an agent outside a handoff',
    edits: [
      {
        file: 'libs/domain/conversation/src/turn.ts',
        find: "if (isAgentAct(stimulus) && before.control !== 'agent') return unmoved(before, refused('handoff.not-open'));",
        replace: "if (isAgentAct(stimulus) && before.seq < 0) return unmoved(before, refused('handoff.not-open'));",
      },
    ],
    spec: specs.decide,
    fails: ['rule 25: lets an agent speak, whether or not the machine listens; outside of it that is refused'],
  },
  {
    rule: 'rule 26',
    without: 'the news that a stimulus is settled',
    edits: [{ file: 'libs/services/chat/src/ingest-stimulus.ts', find: '    waiters.settle(one);\n', replace: '' }],
    spec: specs.agents,
    fails: [
      'answers a conversation that was handed over',
      'is refused outside a handoff',
      'leaves no message and no readable key',
    ],
  },
];
