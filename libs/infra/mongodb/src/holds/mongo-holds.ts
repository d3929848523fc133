import { Holds, type Hold } from '@parley/ports';
import { failpoint } from '@parley/service-kit';
import type { Tables } from '../database/collections.ts';
import { digits, keyOf } from '../database/keys.ts';
import { newestOf, NewestRows } from '../database/newest-rows.ts';

/** What vendors asked us to wait for: the latest time of a bucket counts. */
export class MongoHolds extends Holds {
  private readonly rows;

  constructor(private readonly tables: Pick<Tables, 'not_before'>) {
    super();
    this.rows = new NewestRows(tables.not_before);
  }

  override async add({ tenant, connection, bucket, until }: Hold): Promise<void> {
    const of = keyOf(tenant, connection, bucket);
    await this.rows.record([{ _id: `${of}/${digits(until)}`, of, tenant, connection, bucket, until }]);
    failpoint('holds.after-add');
  }

  override async active(now: number): Promise<readonly Hold[]> {
    const newest = newestOf(await this.tables.not_before.find({ until: { $gt: now } }));
    return [...newest.values()].map(({ tenant, connection, bucket, until }) => ({ tenant, connection, bucket, until }));
  }
}
