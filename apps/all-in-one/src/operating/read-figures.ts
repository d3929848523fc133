import type { Figures } from '@parley/opentelemetry';
import type { PlatformFigures } from '@parley/postgres';

export interface FigurePorts {
  readonly figures: () => Promise<PlatformFigures>;
  /** Bytes left on the disk of the data folder. */
  readonly diskFree: () => Promise<number>;
  /** When the last backup was finished, ms since the epoch; null = none was made from here. */
  readonly lastBackupAt: () => Promise<number | null>;
  /** ms since the epoch. */
  readonly now: () => number;
}

/** What cannot be had is left out. */
export async function readFigures(ports: FigurePorts): Promise<Figures> {
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
