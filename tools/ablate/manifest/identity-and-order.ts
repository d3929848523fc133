import type { Ablation } from '../ablation.ts';
import { specs } from './specs.ts';

const migrations = 'libs/infra/postgres/migrations';

/** Rules 1 to 6. */
export const identityAndOrder: readonly Ablation[] = [
  {
    rule: 'rule 1',
    without: 'the unique index on (conversation, event id)',
    edits: [
      {
        file: `${migrations}/0003-journal.sql`,
        find: 'primary key (tenant, conversation, seq),\n  unique (tenant, conversation, event_id)',
        replace: 'primary key (tenant, conversation, seq)',
      },
    ],
    spec: specs.journal,
    fails: ['rule 1: takes one entry at a seq and one of an event id'],
    mayFail: ['rule 13: two owners that overlap'],
  },
  {
    rule: 'rule 1',
    without: 'the tenant and the connection in the conversation id',
    edits: [
      {
        file: 'libs/domain/message/src/identity.ts',
        find: "['conversation', tenant, connection, thread]",
        replace: "['conversation', `${tenant}${connection}` === '' ? '' : thread]",
      },
    ],
    spec: specs.identity,
    fails: ['rule 1: differs by tenant, connection, thread and key'],
  },
  {
    rule: 'rule 2',
    without: 'the source in front of an event id',
    edits: [
      {
        file: 'libs/domain/message/src/identity.ts',
        find: 'return `${source}:${id}`;',
        replace: "return (id.includes(':') ? id : `${source}:${id}`) as EventId;",
      },
    ],
    spec: specs.identity,
    fails: ['rule 2: keeps the source that we wrote, whatever the client says'],
  },
  {
    rule: 'rule 2',
    without: 'the web’s own source in front of a visitor’s message id',
    edits: [
      {
        file: 'libs/channels/web-chat/src/normalise.ts',
        find: '(`web:${said.id}` as const)',
        replace: "((said.id.includes(':') ? said.id : `web:${said.id}`) as `web:${string}`)",
      },
    ],
    spec: specs.webChat,
    fails: ['is named by us, so that an id which looks like another source stays harmless'],
  },
  {
    rule: 'rule 2',
    without: 'the recorded outcome in the answer to a stimulus offered again',
    edits: [
      {
        file: 'libs/services/state-engine/src/advance-conversation.ts',
        find: 'settled.set(inbound, duplicateOutcome(entry, withProjection));',
        replace: 'settled.set(inbound, { ...duplicateOutcome(entry, withProjection), projection: undefined });',
      },
    ],
    spec: specs.advance,
    fails: [
      'rule 2: offered again, a stimulus answers with what was recorded',
      'rule 11: heals a commit whose answer was lost',
    ],
  },
  {
    rule: 'rule 3',
    without: 'the exclusion of a conversation that has a record under way',
    edits: [
      {
        file: 'libs/ports/src/event-log/log-window.ts',
        find: '      lane.busy = true;\n      batch.push(record);',
        replace: '      lane.records.shift();\n      this.requeue(lane);\n      batch.push(record);',
      },
      {
        file: 'libs/ports/src/event-log/log-window.ts',
        find: '      lane.records.shift();\n      lane.busy = false;\n      this.held -= 1;',
        replace: '      this.held -= 1;',
      },
      {
        file: 'libs/ports/src/event-log/log-window.ts',
        find: 'this.settledAhead.add(Number(record.offset));\n      this.requeue(lane);',
        replace:
          'this.settledAhead.add(Number(record.offset));\n      if (lane.parked.length > 0 && lane.records.length === 0) this.hungry.add(lane);',
      },
      {
        file: 'libs/ports/src/event-log/log-window.ts',
        find: 'for (const lane of lanes) lane.busy = false;',
        replace: 'for (const [index, lane] of lanes.entries()) lane.records.unshift(batch[index] as LogRecord);',
      },
    ],
    spec: specs.memoryLog,
    fails: ['rule 3: a conversation’s records come one at a time'],
    mayFail: ['rule 19: a rejection pauses'],
  },
  {
    rule: 'rule 3',
    without: 'the refusal of two stimuli of one conversation in a batch',
    edits: [
      {
        file: 'libs/services/state-engine/src/state-engine.controller.ts',
        find: 'if (names.size < stimuli.length) throw faults.repeatedConversation();',
        replace: 'if (names.size > stimuli.length) throw faults.repeatedConversation();',
      },
    ],
    spec: specs.advance,
    fails: ['rule 3: refuses two stimuli of one conversation'],
  },
  {
    rule: 'rule 4',
    without: 'the end of what is read before a gap',
    edits: [
      {
        file: `${migrations}/0004-chat.sql`,
        find: '  where m.number = start + m.nth\n',
        replace: '',
      },
    ],
    spec: specs.messages,
    fails: ['rule 4: answers the contiguous prefix and stops before a gap'],
  },
  {
    rule: 'rule 4',
    without: 'the base of message numbers from the head',
    edits: [
      {
        file: 'libs/domain/conversation/src/decide.ts',
        find: 'number: before.lastMessage + 1 + index',
        replace: 'number: before.seq * 100 + 1 + index',
      },
    ],
    spec: specs.decide,
    fails: [
      'rule 4: numbers its messages',
      'rule 21: of a throttled message is numbered',
      'rule 27: leaves ids and counters',
    ],
  },
  {
    rule: 'rule 5',
    without: 'the earlier of two wake-ups',
    edits: [
      {
        file: `${migrations}/0040-many-at-once.sql`,
        find: 'do update set due = excluded.due where excluded.due < w.due;',
        replace: 'do update set due = excluded.due;',
      },
    ],
    spec: specs.journal,
    fails: ['rule 5: keeps at most one wake-up of a conversation, the earliest asked for'],
  },
  {
    rule: 'rule 5',
    without: 'the due time in the clearing of a wake-up',
    edits: [{ file: `${migrations}/0016-plans.sql`, find: ' and w.due - dues[place] = 0;', replace: ';' }],
    spec: specs.wakeUps,
    fails: ['rule 5: clears what was fired, unless it was set anew meanwhile'],
  },
  {
    rule: 'rule 5',
    without: 'the next wake-up after one that found nothing due',
    edits: [
      {
        file: 'libs/services/state-engine/src/advance-conversation.ts',
        find: 'idle.flatMap(',
        replace: 'idle.slice(0, 0).flatMap(',
      },
    ],
    spec: specs.timers,
    fails: [
      'rule 5: that finds nothing due arranges the next',
      'rule 5: that finds nothing due costs the store nothing more',
      'rule 5: is never lost between the clear and the next',
    ],
  },
  {
    rule: 'rule 5',
    without: 'the due time in the entry’s now',
    edits: [
      {
        file: 'libs/domain/conversation/src/decide.ts',
        find: 'Math.max(before.now, moment.wallClock, due)',
        replace: 'Math.max(before.now, moment.wallClock, due * 0)',
      },
    ],
    spec: specs.decide,
    fails: ['rule 5: fires at its due time even where this clock is behind'],
  },
  {
    rule: 'rule 5',
    without: 'the order of timers by due time',
    edits: [
      {
        file: 'libs/domain/statechart/src/due.ts',
        find: 'if (next === null || timer.due < next.due) next = timer;',
        replace: 'if (next === null) next = timer;',
      },
    ],
    spec: specs.timersOfMachine,
    fails: ['fire by due time, then in document order'],
  },
  {
    rule: 'rule 5',
    without: 'the append before a wake-up is cleared',
    edits: [
      {
        file: 'libs/services/state-engine/src/fire-timer.ts',
        find: "  failpoint('fire.before-append');\n",
        replace: "  await ports.wakeUps.clear(due);\n  failpoint('fire.before-append');\n",
      },
    ],
    spec: specs.limits,
    fails: ['rule 5: is pending still when the log did not take it'],
  },
  {
    rule: 'rule 6',
    without: 'the lock of the single appender',
    edits: [
      {
        file: `${migrations}/0002-event-log.sql`,
        find: '  perform pg_advisory_xact_lock(7274003);\n',
        replace: '',
      },
    ],
    spec: specs.log,
    fails: ['rule 6: id order is commit order'],
  },
];
