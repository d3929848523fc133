import { Quarantine, type QuarantinedBody } from '@parley/ports';
import { Binary, type Filter } from 'mongodb';
import type { Tables } from '../database/collections.ts';
import { keyOf } from '../database/keys.ts';
import type { QuarantineRow } from '../database/rows.ts';

export class MongoQuarantine extends Quarantine {
  constructor(private readonly tables: Pick<Tables, 'quarantine'>) {
    super();
  }

  override async keep(item: QuarantinedBody): Promise<void> {
    await this.tables.quarantine.insertAbsent([toRow(item)]);
  }

  override async list(tenant: string, limit: number, before?: QuarantinedBody): Promise<readonly QuarantinedBody[]> {
    const sort = { tenant: 1, receivedAt: -1, id: 1 } as const;
    return (await this.tables.quarantine.find(behind(tenant, before), { sort, limit })).map(fromRow);
  }

  override async get(tenant: string, id: string): Promise<QuarantinedBody | null> {
    const [row] = await this.tables.quarantine.find({ _id: keyOf(tenant, id) });
    return row === undefined ? null : fromRow(row);
  }

  override expire(before: number): Promise<number> {
    return this.tables.quarantine.remove({ receivedAt: { $lt: before } });
  }
}

function behind(tenant: string, before: QuarantinedBody | undefined): Filter<QuarantineRow> {
  if (before === undefined) return { tenant };
  const { receivedAt, id } = before;
  return { tenant, receivedAt: { $lte: receivedAt }, $or: [{ receivedAt: { $lt: receivedAt } }, { id: { $gt: id } }] };
}

function toRow({ id, tenant, connection, reason, sealed, receivedAt }: QuarantinedBody): QuarantineRow {
  const bytes = sealed.byteLength;
  return { _id: keyOf(tenant, id), tenant, id, connection, reason, sealed: new Binary(sealed), bytes, receivedAt };
}

function fromRow({ id, tenant, connection, reason, sealed, receivedAt }: QuarantineRow): QuarantinedBody {
  return { id, tenant, connection, reason, sealed: new Uint8Array(sealed.value()), receivedAt };
}
