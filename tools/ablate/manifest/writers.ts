import type { Ablation } from '../ablation.ts';
import { specs } from './specs.ts';

const migrations = 'libs/infra/postgres/migrations';

/** Rules 13 to 17. */
export const writers: readonly Ablation[] = [
  {
    rule: 'rule 13',
    without: 'the fence: the unique index on (conversation, seq)',
    edits: [
      {
        file: `${migrations}/0003-journal.sql`,
        find: 'primary key (tenant, conversation, seq),\n  unique (tenant, conversation, event_id)',
        replace: 'unique (tenant, conversation, event_id)',
      },
      {
        file: `${migrations}/0003-journal.sql`,
        find: '  sealed bytea not null,\n  primary key (tenant, conversation, seq)\n',
        replace: '  sealed bytea not null\n',
      },
    ],
    spec: specs.journal,
    fails: [
      'rule 1: takes one entry at a seq and one of an event id',
      'rule 13: an entry that lost leaves nothing behind',
      'rule 14: an entry that lost brings no message',
    ],
    // Without the index, which of two rows a batch meets first is chance.
    mayFail: ['rule 15: ', 'rule 13: two owners that overlap'],
  },
  {
    rule: 'rule 13',
    without: 'the new look at a head that moved',
    edits: [
      {
        file: 'libs/services/state-engine/src/advance-conversation.ts',
        find: 'for (const { opened } of absent) self.heads.forget(opened.inbound);',
        replace: '',
      },
    ],
    spec: specs.advance,
    fails: [
      'rule 13: goes on in another process',
      'rule 13: moved by two processes at once',
      'rule 11: of new, repeated and raced stimuli',
    ],
  },
  {
    rule: 'rule 14',
    without: 'the higher seq that overwrites a summary',
    edits: [{ file: `${migrations}/0004-chat.sql`, find: '\n  where excluded.seq > c.seq;', replace: ';' }],
    spec: specs.summaries,
    fails: ['rule 14: a summary is overwritten by a higher seq only'],
    mayFail: ['rule 14: summaries recorded at once by two processes'],
  },
  {
    rule: 'rule 14',
    without: 'insert-if-absent of messages',
    edits: [
      {
        file: `${migrations}/0004-chat.sql`,
        find: 'order by m.n, m.number\n  on conflict do nothing;',
        replace: 'order by m.n, m.number;',
      },
    ],
    spec: specs.messages,
    fails: ['rule 14: keeps the row that was there first'],
    mayFail: ['rule 14: takes rows of several tenants at once, from two processes'],
  },
  {
    rule: 'rule 14',
    without: 'the tombstones of replies that were sent',
    edits: [
      {
        file: `${migrations}/0004-chat.sql`,
        find: `      where (
        select true from delivery_statuses s
        where s.tenant = d.tenant and s.conversation = d.conversation and s.reply = d.reply limit 1
      ) is null
`,
        replace: '',
      },
      {
        file: `${migrations}/0004-chat.sql`,
        find: `  where kept[d.n] and (fresh or (
    select true from parley.delivery_statuses s
    where s.tenant = tenants[d.n] and s.conversation = conversations[d.n] and s.reply = d.reply limit 1
  ) is null)
`,
        replace: '  where kept[d.n]\n',
      },
    ],
    spec: specs.deliveries,
    fails: [
      'rule 14: a sent reply stays sent when its entry is projected again',
      'rule 23: a status that comes before the delivery is kept',
    ],
    mayFail: ['rule 14: two processes that insert and end the same replies at once'],
  },
  {
    rule: 'rule 14',
    without: 'the insertion of what came before, where rows ride along',
    edits: [
      {
        file: 'libs/services/chat/src/record-outcome.ts',
        find: 'config.riders ? settled.filter(({ outcome }) => outcome.kind === OutcomeKind.DUPLICATE) : settled',
        replace: 'config.riders ? [] : settled',
      },
    ],
    spec: specs.ingest,
    fails: ['is recorded by one whose rows ride along when the process died'],
  },
  {
    rule: 'rule 15',
    without: 'the bisecting of a batch that the store refuses',
    edits: [
      {
        file: 'libs/infra/postgres/src/journal/commit-queue.ts',
        find: 'if (entries.length === 1) return [{ reason: sentence(error) }];',
        replace: 'if (entries.length > 0) return entries.map(() => ({ reason: sentence(error) }));',
      },
    ],
    spec: specs.journal,
    fails: [
      'rule 15: fails only the entry that the store can never take',
      'rule 15: fails only the caller whose entry is refused',
    ],
  },
  {
    rule: 'rule 15',
    without: 'FORCE of row-level security',
    edits: [
      {
        file: `${migrations}/0001-roles.sql`,
        find: "  execute format('alter table %s force row level security', target);\n",
        replace: '',
      },
    ],
    spec: specs.tenancy,
    fails: ['have row-level security enabled and forced'],
  },
  {
    rule: 'rule 15',
    without: 'the test of membership in the set of tenants',
    edits: [
      {
        file: `${migrations}/0001-roles.sql`,
        find: 'using (tenant = any ((select parley.tenant_set())::text[]))',
        replace: 'using (true)',
      },
    ],
    spec: specs.tenancy,
    fails: [
      'show one tenant its own rows to a statement without WHERE',
      'show several tenants’ rows to a batch',
      'show nothing outside any tenant',
      'let nobody write a row of another tenant',
      'lose only the tenant’s own rows',
    ],
  },
  {
    rule: 'rule 15',
    without: 'the set of tenants: the first one alone is entered',
    edits: [
      {
        file: 'libs/infra/postgres/src/database/database.ts',
        find: 'return `{${[...new Set(tenants)].map(',
        replace: 'return `{${[...new Set(tenants)].slice(0, 1).map(',
      },
    ],
    spec: specs.journal,
    fails: [
      'rule 15: takes a batch of several tenants in one call',
      'rule 15: a batch of several tenants brings',
      'rule 1: lets two conversations, and two tenants',
    ],
  },
  {
    rule: 'rule 16',
    without: 'the hash that tags a remembered head, and the commit before it is remembered',
    edits: [
      {
        file: 'libs/ports/src/journal/memory-journal.ts',
        find: 'if (!chains || this.store.entryOfEvent',
        replace: 'if ((!chains && entry.seq < 1) || this.store.entryOfEvent',
      },
      {
        file: 'libs/services/state-engine/src/commit-turns.ts',
        find: 'turns: readonly DecidedTurn[],\n): Promise<Committed> {',
        replace: 'turns: readonly DecidedTurn[],\n  early: (turn: SealedTurn) => void,\n): Promise<Committed> {',
      },
      {
        file: 'libs/services/state-engine/src/commit-turns.ts',
        find: '  const answers = await commit(\n',
        replace: '  for (const turn of sealed) early(turn);\n  const answers = await commit(\n',
      },
      {
        file: 'libs/services/state-engine/src/advance-conversation.ts',
        find: 'await commitTurns(self.ports, self.config, turns);',
        replace:
          'await commitTurns(self.ports, self.config, turns, (turn) => self.heads.remember(turn.opened.inbound, turn.next));',
      },
    ],
    spec: specs.advance,
    fails: [
      'rule 13: goes on in another process',
      'rule 13: moved by two processes at once',
      'rule 11: of new, repeated and raced stimuli',
      'rule 19: rejects when the store is in trouble, and nothing is remembered of it',
    ],
  },
  {
    rule: 'rule 15',
    without: 'the one order of inserts that spares overlapping batches a wait',
    kind: 'cost',
    edits: [
      {
        file: 'libs/infra/postgres/src/journal/commit-queue.ts',
        find: '.sort(byConversation)',
        replace: '.sort((a, b) => 0 * byConversation(a, b))',
      },
    ],
    spec: specs.journal,
    fails: [],
    // Two that wait for each other crosswise: the server refuses one, and its records are handled again.
    mayFail: ['rule 15: batches that overlap in opposite order'],
  },
  {
    rule: 'rule 16',
    without: 'the commit before the memory of a head, which its hash makes harmless',
    kind: 'cost',
    edits: [
      {
        file: 'libs/services/state-engine/src/commit-turns.ts',
        find: 'turns: readonly DecidedTurn[],\n): Promise<Committed> {',
        replace: 'turns: readonly DecidedTurn[],\n  early: (turn: SealedTurn) => void,\n): Promise<Committed> {',
      },
      {
        file: 'libs/services/state-engine/src/commit-turns.ts',
        find: '  const answers = await commit(\n',
        replace: '  for (const turn of sealed) early(turn);\n  const answers = await commit(\n',
      },
      {
        file: 'libs/services/state-engine/src/advance-conversation.ts',
        find: 'await commitTurns(self.ports, self.config, turns);',
        replace:
          'await commitTurns(self.ports, self.config, turns, (turn) => self.heads.remember(turn.opened.inbound, turn.next));',
      },
    ],
    spec: specs.advance,
    fails: [],
  },
  {
    rule: 'rule 16',
    without: 'the memory of heads',
    kind: 'cost',
    edits: [
      {
        file: 'libs/services/state-engine/src/heads.ts',
        find: 'this.known.set(nameOf(ref), head);',
        replace: 'if (head.seq < 0) this.known.set(nameOf(ref), head);',
      },
    ],
    spec: specs.timers,
    fails: [],
  },
  {
    rule: 'rule 17',
    without: 'the refusal of a server that does not write through',
    edits: [
      {
        file: 'libs/infra/postgres/src/database/assert-durable.ts',
        find: 'if (amiss.length > 0 && !allowLess) {',
        replace: 'if (amiss.length < 0 && !allowLess) {',
      },
    ],
    spec: specs.migrations,
    fails: ['rule 17: refuses a server that does not write through'],
  },
];
