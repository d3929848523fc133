import type { Database } from './database.ts';

const readEveryMs = 10_000;

/**
 * The database's time: one clock for all processes that share it. Between two looks it goes by this process' monotonic clock, so
 * that a wall clock that is wrong, or jumps, moves no conversation and no timer.
 */
export class DatabaseClock {
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly database: Pick<Database, 'query'>,
    /** The database's time at 0 of `performance.now`, ms since the epoch. */
    private zeroMs: number,
  ) {
    // While it does not answer, the last look counts on.
    this.timer = setInterval(() => void this.look().catch(() => undefined), readEveryMs).unref();
  }

  static async open(database: Pick<Database, 'query'>): Promise<DatabaseClock> {
    return new DatabaseClock(database, await zeroOf(database));
  }

  /** ms since the epoch. Never goes back by more than the database's own clock does. */
  now(): number {
    return Math.floor(this.zeroMs + performance.now());
  }

  /** Looks at the database's clock now; it does so by itself every ten seconds. */
  async look(): Promise<void> {
    this.zeroMs = await zeroOf(this.database);
  }

  close(): void {
    clearInterval(this.timer);
  }
}

/** Half of the way there and back is the answer's age. */
async function zeroOf(database: Pick<Database, 'query'>): Promise<number> {
  const text = 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now';
  const asked = performance.now();
  const [row] = await database.query<{ now: number }>({ name: 'clock', text }, []);
  const age = (performance.now() - asked) / 2;
  if (row === undefined) throw new Error('the database did not tell its time');
  return row.now + age - performance.now();
}
