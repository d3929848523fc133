import { ConnectionHealth, type ConnectionSign } from '@parley/ports';
import type { Tables } from '../database/collections.ts';
import { digits, keyOf } from '../database/keys.ts';
import { NewestRows } from '../database/newest-rows.ts';
import type { SignRow } from '../database/rows.ts';

const ASPECTS: readonly ConnectionSign['aspect'][] = ['error', 'inbound', 'outbound', 'verified'];

/** How connections fare: the newest row of each aspect. */
export class MongoConnectionHealth extends ConnectionHealth {
  private readonly rows;

  constructor(tables: Pick<Tables, 'connection_health'>) {
    super();
    this.rows = new NewestRows(tables.connection_health);
  }

  override note(signs: readonly ConnectionSign[]): Promise<void> {
    return this.rows.record(signs.map(toRow));
  }

  override async read(tenant: string, connection: string): Promise<readonly ConnectionSign[]> {
    const keys = ASPECTS.map((aspect) => keyOf(tenant, connection, aspect));
    const found = await this.rows.read(keys);
    return keys.flatMap((key) => {
      const row = found.get(key);
      return row === undefined ? [] : [signOf(row)];
    });
  }
}

function toRow(sign: ConnectionSign): SignRow {
  const of = keyOf(sign.tenant, sign.connection, sign.aspect);
  return { _id: `${of}/${digits(sign.at)}`, of, ...signOf(sign) };
}

function signOf({ tenant, connection, aspect, at, detail }: ConnectionSign): ConnectionSign {
  return { tenant, connection, aspect, at, detail };
}
