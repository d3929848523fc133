import { failpoint } from '@parley/service-kit';
import { WakeUps, type WakeUp } from '@parley/ports';
import { int8Array, textArray } from '../database/binary-array.ts';
import { tenantSet, type Database } from '../database/database.ts';
import { sorted } from '../database/placed-rows.ts';

/** Pending wake-ups. Found across tenants by time alone; set and cleared within theirs. */
export class PostgresWakeUps extends WakeUps {
  constructor(private readonly database: Database) {
    super();
  }

  override async due(now: number, limit: number): Promise<readonly WakeUp[]> {
    const text = 'select tenant, conversation, connection, due from parley.due_wake_ups($1, $2)';
    return this.database.query<WakeUp & Record<string, unknown>>({ name: 'due-wake-ups', text }, [now, limit]);
  }

  override async next(): Promise<number | null> {
    const [row] = await this.database.query<{ due: number | null }>(
      { name: 'next-wake-up', text: 'select parley.next_wake_up() as due' },
      [],
    );
    return row?.due ?? null;
  }

  override async clear(wakeUps: readonly WakeUp[]): Promise<void> {
    if (wakeUps.length === 0) return;
    const fired = sorted(wakeUps);
    failpoint('wake-ups.before-clear');
    await this.database.query({ name: 'clear-wake-ups', text: 'select parley.clear_wake_ups($1, $2, $3, $4)' }, [
      tenantSet(fired.map((wakeUp) => wakeUp.tenant)),
      textArray(fired.map((wakeUp) => wakeUp.tenant)),
      textArray(fired.map((wakeUp) => wakeUp.conversation)),
      int8Array(fired.map((wakeUp) => wakeUp.due)),
    ]);
    failpoint('wake-ups.after-clear');
  }

  override async arrange(wakeUps: readonly WakeUp[]): Promise<void> {
    if (wakeUps.length === 0) return;
    await this.database.query(
      { name: 'arrange-wake-ups', text: 'select parley.arrange_wake_ups($1, $2, $3, $4, $5)' },
      [
        tenantSet(wakeUps.map((wakeUp) => wakeUp.tenant)),
        textArray(wakeUps.map((wakeUp) => wakeUp.tenant)),
        textArray(wakeUps.map((wakeUp) => wakeUp.conversation)),
        textArray(wakeUps.map((wakeUp) => wakeUp.connection)),
        int8Array(wakeUps.map((wakeUp) => wakeUp.due)),
      ],
    );
    failpoint('wake-ups.after-arrange');
  }
}
