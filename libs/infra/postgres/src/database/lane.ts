import pg from 'pg';
import { queryOf, type Statement } from './database.ts';
import { published } from './published.ts';

/** One connection, one statement at a time by its user's own discipline. A lost connection is opened again by the next call. */
export class Lane {
  private client: pg.Client | null = null;

  constructor(private readonly config: pg.ClientConfig) {}

  async query<Row extends pg.QueryResultRow = pg.QueryResultRow>(
    statement: Statement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const client = this.client ?? (await this.connect());
    return (await published(statement, () => client.query<Row>(queryOf(statement, values)))).rows;
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client(this.config);
    const forget = (): void => {
      if (this.client === client) this.client = null;
    };
    client.on('error', forget);
    client.on('end', forget);
    await client.connect();
    this.client = client;
    return client;
  }
}
