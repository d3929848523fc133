import { ConnectionHealth, type ConnectionSign } from '@parley/ports';
import type { Database } from '../database/database.ts';

const NOTE = {
  name: 'connection-health-note',
  text: `insert into connection_health as h (tenant, connection, aspect, at, detail) values ($1, $2, $3, $4, $5)
         on conflict (tenant, connection, aspect) do update set at = excluded.at, detail = excluded.detail
         where excluded.at > h.at`,
};
const READ = {
  name: 'connection-health-read',
  text: `select tenant, connection, aspect, at::float8 as at, detail from connection_health
         where tenant = $1 and connection = $2 order by aspect`,
};

/** How connections fare: one row for each kind of sign, overwritten only by what is newer. */
export class PostgresConnectionHealth extends ConnectionHealth {
  constructor(private readonly database: Database) {
    super();
  }

  override async note(signs: readonly ConnectionSign[]): Promise<void> {
    if (signs.length === 0) return;
    // In one order everywhere, so that two processes never wait for each other.
    const sorted = [...signs].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    await this.database.inTenants([...new Set(signs.map(({ tenant }) => tenant))], async (session) => {
      for (const { tenant, connection, aspect, at, detail } of sorted) {
        await session.query(NOTE, [tenant, connection, aspect, at, detail]);
      }
    });
  }

  override read(tenant: string, connection: string): Promise<readonly ConnectionSign[]> {
    return this.database.inTenants([tenant], (session) => session.query<ConnectionSign>(READ, [tenant, connection]));
  }
}

const nameOf = ({ tenant, connection, aspect }: ConnectionSign): string => JSON.stringify([tenant, connection, aspect]);
