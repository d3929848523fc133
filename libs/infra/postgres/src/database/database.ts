import pg from 'pg';
import { asService, type PostgresAddress } from './address.ts';
import { callOf } from './call.ts';
import { Lane } from './lane.ts';
import { published } from './published.ts';

export interface DatabaseOptions {
  /** Connections for everything but the lanes. */
  readonly poolSize?: number;
}

/** A statement that is prepared once a connection under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** One transaction's connection: what it reads and writes is bound to the tenants it was opened for. */
export interface Session {
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(
    statement: Statement,
    values: readonly unknown[],
  ): Promise<Row[]>;
}

/** The services' way to PostgreSQL: a pool under the service role, and lanes (connections of one user each). */
export class Database {
  private readonly pool: pg.Pool;
  private readonly lanes: Lane[] = [];

  constructor(
    private readonly address: PostgresAddress,
    options: DatabaseOptions = {},
  ) {
    this.pool = new pg.Pool({ ...asService(address, 'parley'), max: options.poolSize ?? 10 });
    // An idle connection that breaks is replaced on the next use; whoever uses one is told by the rejection.
    this.pool.on('error', () => undefined);
    // One that breaks while it is lent out tells its borrower by the rejected query; the event alone would end the process.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /**
   * One statement outside any tenant: only for functions that set the tenants themselves, and for tables without tenants.
   * Under row-level security everything else answers nothing.
   */
  async query<Row extends pg.QueryResultRow = pg.QueryResultRow>(
    statement: Statement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    return (await published(statement, () => this.pool.query<Row>(queryOf(statement, values)))).rows;
  }

  /** One of our functions that bind their transaction themselves: it gets the tenants first. */
  async call<Row extends pg.QueryResultRow = { answer: unknown }>(
    name: string,
    tenants: readonly string[],
    values: readonly unknown[],
  ): Promise<Row[]> {
    return this.query<Row>(callOf(name, values.length + 1), [tenantSet(tenants), ...values]);
  }

  /** A transaction that sees and writes rows of these tenants alone. Rejected work is rolled back. */
  async inTenants<T>(tenants: readonly string[], work: (session: Session) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(`begin; set local parley.tenants = ${pg.escapeLiteral(tenantSet(tenants))}`);
      const answer = await work({
        query: async <Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[]) =>
          (await published(statement, () => client.query<Row>(queryOf(statement, values)))).rows,
      });
      await client.query('commit');
      return answer;
    } catch (error) {
      await client.query('rollback').catch((lost: unknown) => {
        broken = lost instanceof Error ? lost : new Error(String(lost));
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** A connection of one's own, for a single writer: opened at first use and again after a loss. */
  lane(name: string): Lane {
    const lane = new Lane(asService(this.address, `parley ${name}`));
    this.lanes.push(lane);
    return lane;
  }

  async close(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.close()));
    await this.pool.end();
  }
}

/** As pg takes it. */
export function queryOf({ name, text }: Statement, values: readonly unknown[]): pg.QueryConfig {
  return { name, text, values: [...values] };
}

/** The tenants, each once, as PostgreSQL writes a text array: the first parameter of functions that bind their transaction. */
export function tenantSet(tenants: readonly string[]): string {
  return `{${[...new Set(tenants)].map((tenant) => `"${tenant.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;
}
