import type { Ablation } from '../ablation.ts';
import { specs } from './specs.ts';

/** Rules 19 to 21. */
export const log: readonly Ablation[] = [
  {
    rule: 'rule 19',
    without: 'the return of records whose handling was rejected',
    edits: [
      {
        file: 'libs/ports/src/event-log/log-dispatcher.ts',
        find: 'this.window.giveBack(batch);',
        replace: 'this.window.settle(batch);',
      },
    ],
    spec: specs.memoryLog,
    fails: ['rule 19: a rejection pauses, says so, and the same records come again'],
  },
  {
    rule: 'rule 19',
    without: 'the contiguous watermark: the last record settled counts',
    edits: [
      {
        file: 'libs/ports/src/event-log/log-window.ts',
        find: 'while (this.settledAhead.delete(this.mark + 1)) this.mark += 1;',
        replace: 'this.mark = Math.max(this.mark, ...batch.map(({ offset }) => Number(offset)));',
      },
    ],
    spec: specs.memoryLog,
    fails: [
      'what a killed process had not settled comes again to the next one',
      'knows how many records wait',
      'rule 19: counts how often a record was begun',
    ],
  },
  {
    rule: 'rule 19',
    without: 'the count of how often a record was begun',
    edits: [
      {
        file: 'libs/infra/postgres/src/event-log/log-consumption.ts',
        find: 'await this.table.begin(this.consumer.name, suspects);',
        replace: '',
      },
    ],
    spec: specs.log,
    fails: ['rule 19: counts how often a record was begun by processes that died'],
  },
  {
    rule: 'rule 19',
    without: 'the fifth time being the last',
    edits: [
      {
        file: 'libs/services/state-engine/src/decide-turn.ts',
        find: 'if (inbound.attempt >= self.config.maxAttempts) {',
        replace: 'if (inbound.attempt >= self.config.maxAttempts * 1_000) {',
      },
    ],
    spec: specs.advance,
    fails: ['rule 19: that killed the process is recorded as failed the fifth time'],
  },
  {
    rule: 'rule 19',
    without: 'the undoing of a turn that failed',
    edits: [
      {
        file: 'libs/domain/conversation/src/turn.ts',
        find: '      ...afterFailure(before, stimulus, run),\n',
        replace: '      snapshot: run.snapshot,\n      episode: run.episode,\n',
      },
    ],
    spec: specs.decide,
    fails: ['rule 19: of the first message leaves the conversation without an episode'],
  },
  {
    rule: 'rule 19',
    without: 'the place of an entry that the store refuses',
    edits: [
      {
        file: 'libs/services/state-engine/src/commit-turns.ts',
        find: 'if (refused.length === 0) return',
        replace: 'if (refused.length >= 0) return',
      },
    ],
    spec: specs.advance,
    fails: ['rule 19: that the store can never take is recorded as failed'],
  },
  {
    rule: 'rule 20',
    without: 'the bound of an entry',
    edits: [
      {
        file: 'libs/domain/conversation/src/decide.ts',
        find: 'if (decision.entryBytes.length <= maxEntryBytes) return decision;',
        replace: 'if (decision.entryBytes.length <= maxEntryBytes * 1_000) return decision;',
      },
    ],
    spec: specs.decide,
    fails: ['rule 20: that would be too large is recorded as failed instead'],
  },
  {
    rule: 'rule 20',
    without: 'the blob store for long texts',
    edits: [
      {
        file: 'libs/services/chat/src/shelve-long-text.ts',
        find: 'if (whole.length <= maxBytes) return stimulus;',
        replace: 'if (whole.length <= maxBytes * 1_000) return stimulus;',
      },
    ],
    spec: specs.receive,
    fails: ['with a text over 32 kB keeps its whole text in the blob store'],
  },
  {
    rule: 'rule 20',
    without: 'the refusal while the oldest stimulus waits too long',
    edits: [
      {
        file: 'libs/services/chat/src/backlog.ts',
        find: 'this.oldestMs <= maxBacklogAgeMs;',
        replace: 'this.oldestMs - maxBacklogAgeMs < Infinity;',
      },
    ],
    spec: specs.receive,
    fails: ['is refused while more waits than may wait'],
  },
  {
    rule: 'rule 20',
    without: 'the hash of a blob that is read',
    edits: [
      {
        file: 'libs/infra/local/src/folder-blobs.ts',
        find: 'if (sha256(bytes) !== hash) throw new BlobDamaged(path);',
        replace: 'if (sha256(bytes) === path) throw new BlobDamaged(path);',
      },
    ],
    spec: specs.blobs,
    fails: ['that changed on the disk are refused, never answered'],
  },
  {
    rule: 'rule 21',
    without: 'the turns that busy conversations take',
    edits: [
      {
        file: 'libs/ports/src/event-log/log-window.ts',
        find: 'if (lane.records.length > 0) this.ready.push(lane);',
        replace: 'if (lane.records.length > 0) this.ready.unshift(lane);',
      },
    ],
    spec: specs.logWindow,
    fails: ['rule 21: lets conversations take turns'],
  },
  {
    rule: 'rule 21',
    without: 'the bounded share of the window',
    edits: [
      {
        file: 'libs/ports/src/event-log/log-window.ts',
        find: 'lane.records.length >= this.limits.share) {',
        replace: 'lane.records.length >= this.limits.share * 1_000) {',
      },
    ],
    spec: specs.logWindow,
    fails: ['rule 21: has room for others, however much one conversation has'],
  },
  {
    rule: 'rule 21',
    without: 'the append of what is over the rate',
    edits: [
      {
        file: 'libs/services/chat/src/limit-rate.ts',
        find: '    taken.push({ ...stimulus, throttled: true });\n',
        replace: '',
      },
    ],
    spec: specs.receive,
    fails: ['is recorded as throttled over the rate'],
  },
  {
    rule: 'rule 21',
    without: 'the end of a throttled message before its turn',
    edits: [
      {
        file: 'libs/domain/conversation/src/turn.ts',
        find: "if (stimulus.throttled === true) return unmoved(before, { kind: 'throttled' });",
        replace: '',
      },
    ],
    spec: specs.decide,
    fails: ['rule 21: of a throttled message is numbered and takes no turn'],
  },
];
