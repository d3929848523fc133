import { setTimeout as sleep } from 'node:timers/promises';
import { closeDoors } from './close-doors.ts';
import type { SecurityPorts } from './security-ports.ts';

export type EraseTenantAnswer = 'erased' | 'unknown-tenant' | 'not-settled';

export interface EraseTenantLimits {
  /** For how long others remember a connection or an API key, ms. */
  readonly doorsRememberedMs: number;
  /** Rows of each table that one statement may take. */
  readonly batchRows: number;
  /** Between two looks at whether something came in meanwhile, ms. */
  readonly pauseMs: number;
  /** What has not settled by then is left to the next call, ms. */
  readonly withinMs: number;
}

/** So often in a row nothing must be found: what was under way when the keys went may still have written. */
const quietLooks = 3;

/**
 * Forgets a tenant: its doors, its keys, then whatever is kept of it. Its id stays as a tombstone. Done again
 * (a crash, something that was under way) it does what is left.
 */
export async function eraseTenant(
  ports: Omit<SecurityPorts, 'idempotency' | 'sealing' | 'random' | 'warn'>,
  tenant: string,
  limits: EraseTenantLimits,
): Promise<EraseTenantAnswer> {
  // 1 It is noted outside the database first: one restored from a backup has to do it again.
  if ((await ports.tenants.get(tenant)) === null) return 'unknown-tenant';
  await ports.erasing(tenant, ports.now());

  // 2 Nobody comes in; who could not be told, and remembers the door for a moment, is let in for so long, rather than told
  // of a fault of ours.
  await closeDoors(ports, tenant);
  await sleep(limits.doorsRememberedMs);

  // 3 Nothing sealed can be opened any more.
  await ports.records.destroyKeys(tenant);
  ports.keyring.forgetTenant(tenant);

  // 4 Everything that is kept, until nothing more comes out of what was under way.
  const until = performance.now() + limits.withinMs;
  for (let quiet = 0; quiet < quietLooks;) {
    await ports.blobs.deleteAll(tenant);
    const gone = await ports.records.erase(tenant, limits.batchRows);
    const isQuiet = gone === 0 && !(await ports.records.isAnyLeft(tenant));
    quiet = isQuiet ? quiet + 1 : 0;
    if (quiet === quietLooks) break;
    if (performance.now() > until) return 'not-settled';
    if (gone === 0) await sleep(limits.pauseMs);
  }
  return 'erased';
}
