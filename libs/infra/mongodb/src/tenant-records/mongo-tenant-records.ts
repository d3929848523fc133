import type { Filter } from 'mongodb';
import type { Tables } from '../database/collections.ts';
import { keyOf, under } from '../database/keys.ts';
import type { Row, Table } from '../database/table.ts';

/** Everything that chat keeps of a tenant, for the one who has to forget it. Its ids begin with the tenant: no index is needed. */
export class MongoTenantRecords {
  private readonly tables: readonly Table<Row>[];

  constructor(tables: Tables) {
    this.tables = Object.values(tables) as unknown as readonly Table<Row>[];
  }

  /** Deletes at most so many rows of each collection; answers how many. */
  async erase(tenant: string, most: number): Promise<number> {
    let gone = 0;
    for (const table of this.tables) {
      const rows = await table.find(ownOf(tenant), { fields: ['_id'], limit: most });
      gone += await table.removeIds(rows.map(({ _id }) => _id));
    }
    return gone;
  }

  /** Whether anything is left. */
  async isAnyLeft(tenant: string): Promise<boolean> {
    for (const table of this.tables) {
      if ((await table.find(ownOf(tenant), { fields: ['_id'], limit: 1 })).length > 0) return true;
    }
    return false;
  }
}

const ownOf = (tenant: string): Filter<Row> => ({ _id: under(keyOf(tenant)) });
