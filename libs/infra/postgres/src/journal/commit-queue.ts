import { failpoint } from '@parley/service-kit';
import { EntriesRefused, type CommitAnswer, type NewEntry, type RefusedEntry } from '@parley/ports';
import { callOf } from '../database/call.ts';
import { isValueFault, sentence } from '../database/errors.ts';
import type { Lane } from '../database/lane.ts';
import { commitValues } from './commit-values.ts';

interface Inserted {
  readonly answer: readonly boolean[];
}

type Answer = CommitAnswer | { readonly reason: string };

interface Call {
  readonly entries: readonly NewEntry[];
  readonly resolve: (answers: readonly CommitAnswer[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Group commit: calls that come while every lane is busy go together in the next statement of the one that is free first. */
export class CommitQueue {
  private calls: Call[] = [];
  private readonly idle: Lane[];
  private scheduled = false;

  constructor(
    lanes: readonly Lane[],
    private readonly maxEntries: number,
  ) {
    this.idle = [...lanes];
  }

  commit(entries: readonly NewEntry[]): Promise<readonly CommitAnswer[]> {
    return new Promise((resolve, reject) => {
      this.calls.push({ entries, resolve, reject });
      if (this.scheduled) return;
      this.scheduled = true;
      // Calls of the same turn of the event loop share a statement.
      setImmediate(() => {
        this.scheduled = false;
        this.pump();
      });
    });
  }

  private pump(): void {
    while (this.calls.length > 0) {
      const lane = this.idle.pop();
      if (lane === undefined) return;
      void this.run(lane, this.takeCalls()).finally(() => {
        this.idle.push(lane);
        this.pump();
      });
    }
  }

  /** As many calls as fit; one that names a conversation again waits for the next statement, and what is behind it too. */
  private takeCalls(): readonly Call[] {
    const conversations = new Set<string>();
    let count = 0;
    for (const { entries } of this.calls) {
      const keys = entries.map(keyOf);
      const fits = conversations.size + keys.length <= this.maxEntries && !keys.some((key) => conversations.has(key));
      if (count > 0 && !fits) break;
      for (const key of keys) conversations.add(key);
      count += 1;
    }
    return this.calls.splice(0, count);
  }

  private async run(lane: Lane, calls: readonly Call[]): Promise<void> {
    const entries = calls.flatMap((call) => call.entries).sort(byConversation);
    try {
      const answers = await this.insert(lane, entries);
      const byKey = new Map(entries.map((entry, index) => [keyOf(entry), answers[index] as Answer]));
      for (const call of calls)
        settle(
          call,
          call.entries.map((entry) => byKey.get(keyOf(entry)) as Answer),
        );
    } catch (error) {
      for (const call of calls) call.reject(error);
    }
  }

  /** A batch that the engine refuses for what it carries is done again by halves: only the offender fails. */
  private async insert(lane: Lane, entries: readonly NewEntry[]): Promise<readonly Answer[]> {
    try {
      failpoint('journal.before-commit');
      const values = commitValues(entries);
      const [row] = await lane.query<Inserted>(callOf('commit_entries', values.length), values);
      failpoint('journal.after-commit');
      return (row as Inserted).answer.map((inserted) => (inserted ? 'inserted' : 'absent'));
    } catch (error) {
      if (!isValueFault(error)) throw error;
      if (entries.length === 1) return [{ reason: sentence(error) }];
      const half = Math.ceil(entries.length / 2);
      const first = await this.insert(lane, entries.slice(0, half));
      return [...first, ...(await this.insert(lane, entries.slice(half)))];
    }
  }
}

function settle(call: Call, answers: readonly Answer[]): void {
  const refused: RefusedEntry[] = [];
  const told = answers.map((answer, index) => {
    if (typeof answer === 'string') return answer;
    const { tenant, conversation, eventId } = call.entries[index] as NewEntry;
    refused.push({ tenant, conversation, eventId, reason: answer.reason });
    return 'refused';
  });
  if (refused.length === 0) call.resolve(told as CommitAnswer[]);
  else call.reject(new EntriesRefused(refused, told));
}

function keyOf(entry: NewEntry): string {
  return `${entry.tenant}\0${entry.conversation}`;
}

/** One order for everybody: two statements never wait for each other crosswise. */
function byConversation(a: NewEntry, b: NewEntry): number {
  const [left, right] = [keyOf(a), keyOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
