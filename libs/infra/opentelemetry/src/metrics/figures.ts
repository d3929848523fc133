import type { PlatformFigures } from '@parley/postgres';
import type { HealthReport } from '@parley/service-kit';
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

export interface GaugePorts {
  readonly figures: () => Promise<PlatformFigures>;
  readonly health: () => Promise<HealthReport>;
  /** Bytes left on the disk of the data folder. */
  readonly diskFree: () => Promise<number>;
  /** When the last backup was finished, ms since the epoch; null = none was made from here. */
  readonly lastBackupAt: () => Promise<number | null>;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Figures this old are asked for anew, ms: scraping often must not become load. */
  readonly maxAgeMs: number;
}

type Values = Readonly<Record<string, number>>;

/** Name, without `parley_`, and what it tells. */
const told = {
  log_lag_records: 'Stimuli appended and not yet handled.',
  log_oldest_unprocessed_seconds: 'Age of the oldest stimulus not yet handled; 0 = all is handled.',
  deliveries_pending: 'Replies without an end yet.',
  delivery_oldest_seconds: 'Age of the oldest reply without an end; 0 = there is none.',
  timer_delay_seconds: 'How long the earliest timer is overdue; 0 = none is.',
  operations_open: 'Operations without a result yet.',
  operation_delay_seconds: 'How long the earliest operation waits to be looked at; 0 = none does.',
  quarantine_items: 'Webhooks of an unknown shape that are kept.',
  quarantine_bytes: 'Bytes of these webhooks, sealed.',
  database_bytes: 'Size of the database on its disk.',
  disk_free_bytes: 'Bytes left on the disk of the data folder.',
  last_backup_timestamp_seconds:
    'When the last backup was finished, since the epoch; 0 = none was made from this data folder.',
} as const;

/** What is asked for when somebody scrapes. A figure that cannot be had is left out: an old one would look well. */
export function registerGauges(registry: Registry, ports: GaugePorts): void {
  let last: { readonly at: number; readonly values: Promise<Values> } | null = null;
  const values = (): Promise<Values> => {
    const at = performance.now();
    if (last === null || at - last.at > ports.maxAgeMs) last = { at, values: read(ports) };
    return last.values;
  };
  for (const [name, help] of Object.entries(told)) {
    registry.registerMetric(
      new Gauge({
        name: `parley_${name}`,
        help,
        registers: [],
        async collect() {
          const value = (await values())[name];
          this.remove();
          if (value !== undefined) this.set(value);
        },
      }),
    );
  }
  registry.registerMetric(
    new Gauge({
      name: 'parley_dependency_up',
      help: 'Whether each thing that the process needs is well: 1, else 0.',
      labelNames: ['dependency'],
      registers: [],
      async collect() {
        this.reset();
        const { dependencies } = await ports.health();
        for (const [dependency, says] of Object.entries(dependencies)) {
          this.set({ dependency }, says.startsWith('ok') ? 1 : 0);
        }
      },
    }),
  );
}

async function read(ports: GaugePorts): Promise<Values> {
  const [figures, disk, backup] = await Promise.allSettled([ports.figures(), ports.diskFree(), ports.lastBackupAt()]);
  const now = ports.now();
  const since = (at: number | null): number => (at === null ? 0 : Math.max(0, now - at) / 1_000);
  const known = figures.status === 'fulfilled' ? figures.value : null;
  return {
    ...(known && {
      log_lag_records: known.logLag,
      log_oldest_unprocessed_seconds: since(known.oldestUnprocessedAt),
      deliveries_pending: known.pendingDeliveries,
      delivery_oldest_seconds: since(known.oldestDeliveryAt),
      timer_delay_seconds: since(known.nextWakeUpAt),
      operations_open: known.openOperations,
      operation_delay_seconds: since(known.nextOperationAt),
      quarantine_items: known.quarantined,
      quarantine_bytes: known.quarantinedBytes,
      database_bytes: known.databaseBytes,
    }),
    ...(disk.status === 'fulfilled' && { disk_free_bytes: disk.value }),
    ...(backup.status === 'fulfilled' && { last_backup_timestamp_seconds: (backup.value ?? 0) / 1_000 }),
  };
}
