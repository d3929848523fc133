import type { Ablation } from '../ablation.ts';
import { specs } from './specs.ts';

const migrations = 'libs/infra/postgres/migrations';

/** Rules 7 to 12. */
export const entry: readonly Ablation[] = [
  {
    rule: 'rule 7',
    without: 'the refusal of a result whose operation is not open',
    edits: [
      {
        file: 'libs/domain/statechart/src/step.ts',
        find: "  if (open === undefined) return refused(snapshot, 'stale-operation');\n",
        replace: '',
      },
      {
        file: 'libs/domain/statechart/src/step.ts',
        find: 'const name = `${RESULT_EVENTS[input.outcome]}.${open.invoke}`;',
        replace: "const name = `${RESULT_EVENTS[input.outcome]}.${open?.invoke ?? 'pay'}`;",
      },
      {
        file: 'libs/domain/statechart/src/step.ts',
        find: 'data: input.value, invokeid: open.invoke };',
        replace: "data: input.value, invokeid: open?.invoke ?? 'pay' };",
      },
    ],
    spec: specs.invoke,
    fails: [
      'cannot answer twice',
      'cannot be answered by somebody who makes an id up',
      'is cancelled by leaving its state, and its late result is stale',
      'is another operation when its state is entered again',
    ],
  },
  {
    rule: 'rule 7',
    without: 'the wait for the end of the macrostep before work is asked for',
    edits: [
      {
        file: 'libs/domain/statechart/src/macrostep.ts',
        find: '    let transitions = selectEventless(run, failed);\n',
        replace: '    beginInvokes(run);\n    let transitions = selectEventless(run, failed);\n',
      },
    ],
    spec: specs.invoke,
    fails: ['does not begin when its state is left in the same macrostep', 'begins after all that the macrostep does'],
  },
  {
    rule: 'rule 7',
    without: 'the closing of an operation by its result',
    edits: [
      {
        file: 'libs/domain/conversation/src/operations.ts',
        find: '.filter((id) => !open.has(id));',
        replace: '.filter((id) => open.has(id));',
      },
    ],
    spec: specs.decide,
    fails: ['rule 7: is opened with its durable deadline, and closed by its result'],
  },
  {
    rule: 'rule 8',
    without: 'the bound of the deferral queue',
    edits: [
      {
        file: 'libs/domain/statechart/src/deferral.ts',
        find: 'if (queue.length >= deferredEvents) return null;',
        replace: 'if (queue.length >= deferredEvents * 1_000) return null;',
      },
    ],
    spec: specs.deferral,
    fails: ['refuses more than its queue holds', 'stops a step in which a child says more than can be kept'],
  },
  {
    rule: 'rule 8',
    without: 'deferral while an operation is open',
    edits: [
      {
        file: 'libs/domain/statechart/src/deferral.ts',
        find: 'if (!run.tables.hasDeferral) return false;',
        replace: 'if (!run.tables.hasDeferral || run.operations.length > 0) return false;',
      },
    ],
    spec: specs.decide,
    fails: [
      'rule 27: leaves ids and counters',
      'rule 8: keeps messages waiting',
      'rule 8: refuses one message too many',
      'rule 8: begins with what waited',
    ],
  },
  {
    rule: 'rule 8',
    without: 'the list of what an entry settles',
    edits: [
      {
        file: 'libs/domain/conversation/src/run.ts',
        find: '    this.settles.push(...step.settles);\n',
        replace: '',
      },
    ],
    spec: specs.decide,
    fails: ['rule 8: keeps messages waiting; the entry that takes them up settles them'],
  },
  {
    rule: 'rule 9',
    without: 'the flow that failed to begin an episode in its entry',
    edits: [
      {
        file: 'libs/domain/conversation/src/turn.ts',
        find: '      flow: rules.flow,\n      trace,\n',
        replace: '      trace,\n',
      },
    ],
    spec: specs.replay,
    fails: ['rule 9: tries the flow again that failed to begin an episode'],
  },
  {
    rule: 'rule 9',
    without: 'the previous now in an entry’s now',
    edits: [
      {
        file: 'libs/domain/conversation/src/decide.ts',
        find: 'Math.max(before.now, moment.wallClock, due)',
        replace: 'Math.max(moment.wallClock, due)',
      },
    ],
    spec: specs.decide,
    fails: ['rule 9: records one now, never before the one before'],
  },
  {
    rule: 'rule 9',
    without: 'the recorded answer of the model in a replay',
    edits: [
      {
        file: 'libs/domain/conversation/src/replay.ts',
        find: '{ ...rules, understand: () => understanding };',
        replace: '{ ...rules, understand: (text: string, language: string) => rules.understand(text, language) };',
      },
    ],
    spec: specs.replay,
    fails: ['rule 9: uses what was understood then'],
  },
  {
    rule: 'rule 9',
    without: 'the look at the chain when a conversation is verified',
    edits: [
      {
        file: 'libs/services/state-engine/src/verify-conversation.ts',
        find: "    found.push(fault(seq, 'chain', 'It does not follow from the entry before it.'));",
        replace: '    previousHash.at(0);',
      },
      {
        file: 'libs/services/state-engine/src/verify-conversation.ts',
        find: "if (seq !== place) found.push(fault(seq, 'chain', `Entry ${place} is missing.`));",
        replace: 'if (place < 1) return [];',
      },
    ],
    spec: specs.verification,
    fails: ['finds a body that was exchanged together with its hash', 'finds an entry that is gone'],
  },
  {
    rule: 'rule 9',
    without: 'the chain of hashes',
    edits: [
      {
        file: `${migrations}/0040-many-at-once.sql`,
        find: "where (e.seq = 1 and e.previous_hash = decode(repeat('00', 32), 'hex')) or e.previous_hash = (",
        replace: 'where e.seq >= 1 or e.previous_hash = (',
      },
    ],
    spec: specs.journal,
    fails: ['rule 9: refuses an entry that does not chain to the head'],
  },
  {
    rule: 'rule 9',
    without: 'the key in the seed',
    edits: [
      {
        file: 'libs/domain/message/src/identity.ts',
        find: "hash(idKey, ['seed', conversation, event])",
        replace: "hash(idKey.slice(0, 0), ['seed', conversation, event])",
      },
    ],
    spec: specs.identity,
    fails: ['rule 9: is a keyed hash of the event id'],
  },
  {
    rule: 'rule 9',
    without: 'the snapshots that are kept',
    edits: [{ file: `${migrations}/0040-many-at-once.sql`, find: ' and (seqs[place] - 1) % 50 <> 0', replace: '' }],
    spec: specs.journal,
    fails: ['rule 9: keeps the head’s snapshot and every 50th'],
  },
  {
    rule: 'rule 10',
    without: 'canonical bytes',
    edits: [
      {
        file: 'libs/domain/message/src/canonical.ts',
        find: 'return keys.sort();',
        replace: 'return keys;',
      },
    ],
    spec: specs.canonical,
    fails: [
      'are the same whatever the order of keys',
      'write numbers, keys and escapes as RFC 8785',
      'sort keys by UTF-16 code units',
      'are what another writer of RFC 8785 writes',
    ],
  },
  {
    rule: 'rule 10',
    without: 'well-formed text at the door',
    edits: [
      {
        file: 'libs/channels/web-chat/src/normalise.ts',
        find: 'text: wellFormed(text),',
        replace: 'text,',
      },
    ],
    spec: specs.webChat,
    fails: ['has a text that every store can keep'],
  },
  {
    rule: 'rule 11',
    without: 'the reading back of what is not reported as inserted',
    edits: [
      {
        file: 'libs/services/state-engine/src/advance-conversation.ts',
        find: "else if ('decision' in one) again.push(one.opened);",
        replace: "else if ('decision' in one) settled.set(inbound, emptyOutcome(inbound, OutcomeKind.DUPLICATE));",
      },
    ],
    spec: specs.advance,
    fails: [
      'rule 11: of new, repeated and raced stimuli answers each',
      'rule 13: goes on in another process',
      'rule 13: moved by two processes at once',
    ],
  },
  {
    rule: 'rule 12',
    without: 'the look at the version of a snapshot',
    edits: [
      {
        file: 'libs/services/state-engine/src/heads.ts',
        find: 'return state.version > untouched.version;',
        replace: 'return state.version < untouched.version;',
      },
    ],
    spec: specs.advance,
    fails: ['rule 12: is left to it'],
  },
  {
    rule: 'rule 12',
    without: 'the version that an episode began on',
    edits: [
      {
        file: 'libs/services/state-engine/src/decide-turn.ts',
        find: 'return isUnderWay(head.state) ? self.library.version(tenant, head.state.flow) : null;',
        replace:
          'return isUnderWay(head.state) ? rulesOfConnection(self.directory, self.library, tenant, connection) : null;',
      },
    ],
    spec: specs.flows,
    fails: ['rule 12: stays with the episodes that began on it'],
  },
  {
    rule: 'rule 12',
    without: 'the redelivery of what a newer engine holds',
    edits: [
      {
        file: 'libs/services/chat/src/ingest-stimulus.ts',
        find: 'if (left > 0) throw new NotMineYet(left);',
        replace: 'if (left < 0) throw new NotMineYet(left);',
      },
    ],
    spec: specs.ingest,
    fails: ['is left to a newer release where that one moved the conversation'],
  },
];
