import {
  MongoBulkWriteError,
  type Collection,
  type DeleteOptions,
  type Document,
  type Filter,
  type FindCursor,
  type OptionalUnlessRequiredId,
  type UpdateOptions,
} from 'mongodb';
import { Patience, patiently, type Ending } from './patience.ts';
import { retrying } from './retry.ts';

const DUPLICATE_KEY = 11_000;
/** One answer for all that a look can find; the server ends it before by its bytes. */
const ALL = 100_000;

/** A stored row: its id is its key, tenant first. */
export interface Row {
  readonly _id: string;
  readonly tenant: string;
}

/** What a look returns; of `fields` only those are filled. */
export interface Look<R extends Row> {
  readonly sort?: Readonly<Record<string, 1 | -1>>;
  readonly limit?: number;
  readonly fields?: readonly (keyof R & string)[];
}

export interface Waits {
  /** How long an answer may take, with the wait for a connection, ms. */
  readonly socketMs: number;
  /** What may be repeated is tried again for so long when the connection breaks or the primary changes, ms. */
  readonly retryMs: number;
}

/** A collection, as far as it may be used: each of these may be done twice, and is, when the connection breaks. */
export class Table<R extends Row> {
  constructor(
    readonly collection: Collection<R>,
    private readonly waits: Waits,
  ) {}

  /** One command. Answers the ids that were there before; any other fault of any row is thrown. */
  async insertAbsent(rows: readonly R[]): Promise<ReadonlySet<string>> {
    if (rows.length === 0) return new Set();
    return this.asking(async (ending) => {
      try {
        const documents = rows as unknown as OptionalUnlessRequiredId<R>[];
        await this.collection.insertMany(documents, { ...ending, ordered: false });
        return new Set<string>();
      } catch (error) {
        return new Set(duplicatesOf(error).map((index) => rows[index]?._id ?? ''));
      }
    });
  }

  async find(filter: Filter<R>, look: Look<R> = {}): Promise<readonly R[]> {
    // To the server a limit of 0 is none.
    if (look.limit === 0) return [];
    return this.asking((ending) => this.cursor(filter, look, ending).batchSize(ALL).toArray());
  }

  /** All that fit, so many at a time, in order of the look: for sweeps, which begin anew when they break. */
  async *batches(filter: Filter<R>, size: number, look: Look<R> = {}): AsyncGenerator<readonly R[]> {
    const patience = new Patience(this.waits.socketMs);
    const cursor = this.cursor(filter, look, patience.ending).batchSize(size);
    const next = (): Promise<R | null> => patience.during(() => cursor.next());
    try {
      let batch: R[] = [];
      for (let row = await next(); row !== null; row = await next()) {
        batch.push(row);
        if (batch.length < size) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    } finally {
      await patience.during(() => cursor.close());
    }
  }

  /** Answers how many went. */
  async remove(filter: Filter<R>): Promise<number> {
    return this.asking(
      async (ending) => (await this.collection.deleteMany(filter, ending as DeleteOptions)).deletedCount,
    );
  }

  /** Answers how many went. */
  async removeIds(ids: readonly string[]): Promise<number> {
    // Of a single id: the one look for which FerretDB 1 has an index.
    const among = ids.length === 1 ? ids[0] : { $in: ids };
    return ids.length === 0 ? 0 : this.remove({ _id: among } as unknown as Filter<R>);
  }

  /** For changes that give the same whoever makes them, and however often. */
  async change(filter: Filter<R>, change: Document): Promise<void> {
    await this.asking((ending) => this.collection.updateMany(filter, change, ending as UpdateOptions));
  }

  count(filter: Filter<R>): Promise<number> {
    return this.asking((ending) => this.collection.countDocuments(filter, ending));
  }

  /** Sums of a field (`$seq`) or of a number for each row, by the values of another field. */
  async sums(filter: Filter<R>, by: keyof R & string, sum: string | number): Promise<ReadonlyMap<string, number>> {
    const stages = [{ $match: filter }, { $group: { _id: `$${by}`, sum: { $sum: sum } } }];
    const rows = await this.asking((ending) =>
      this.collection.aggregate<{ _id: string; sum: number }>(stages, ending).toArray(),
    );
    return new Map(rows.map(({ _id, sum: total }) => [_id, total]));
  }

  /** Again until it is answered, or the time is up. */
  private asking<T>(work: (ending: Ending) => Promise<T>): Promise<T> {
    const { socketMs, retryMs } = this.waits;
    return retrying(() => patiently(socketMs, work), retryMs);
  }

  private cursor(filter: Filter<R>, { sort, limit, fields }: Look<R>, ending: Ending): FindCursor<R> {
    const cursor = this.collection.find(filter, ending);
    if (sort !== undefined) cursor.sort(sort);
    if (limit !== undefined) cursor.limit(limit);
    if (fields !== undefined) cursor.project({ _id: 0, ...Object.fromEntries(fields.map((field) => [field, 1])) });
    // Rows come as they were put in; the driver only adds a marker to their type.
    return cursor as unknown as FindCursor<R>;
  }
}

/** Positions of those rows that were there before. A write that the majority has not confirmed counts for nothing. */
function duplicatesOf(error: unknown): readonly number[] {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError() !== undefined) throw error;
  const faults = [error.writeErrors].flat();
  if (faults.length === 0 || faults.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
  return faults.map(({ index }) => index);
}
