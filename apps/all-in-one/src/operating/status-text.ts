import type { KeptFor } from '@parley/service-kit';
import type { PlatformFigures, TableSize } from '@parley/postgres';

export interface Stored {
  readonly figures: PlatformFigures;
  readonly tables: readonly TableSize[];
  readonly blobs: { readonly count: number; readonly bytes: number; readonly oldestAt: number | null };
  /** ms since the epoch; null = none was made from here. */
  readonly backupAt: number | null;
}

/** What an operator sees of it; times are ages at `now`. */
export function statusText({ figures, tables, blobs, backupAt }: Stored, keep: KeptFor, now: number): string {
  const age = (at: number | null): string => (at === null ? 'none' : `${duration(Math.max(0, now - at))} ago`);
  const kept = (ms: number | null): string => (ms === null ? 'kept for ever' : `kept ${duration(ms)}`);
  const due = (at: number | null, ms: number | null): string =>
    at !== null && ms !== null && now - at > ms ? ', some is due to go within the hour' : '';
  const lines: readonly (readonly [string, string])[] = [
    ['Database', size(figures.databaseBytes)],
    ...tables.map(({ name, bytes, aboutRows }) => [`  ${name}`, `${size(bytes)}, about ${aboutRows} rows`] as const),
    [
      'Log',
      `oldest record ${age(figures.oldestRecordAt)}; ${kept(keep.logMs)}${due(figures.oldestRecordAt, keep.logMs)}`,
    ],
    ['  waiting', `${figures.logLag} to be handled, oldest ${age(figures.oldestUnprocessedAt)}`],
    ['Ended conversations', keep.endedMs === null ? 'kept for ever' : `erased after ${duration(keep.endedMs)}`],
    [
      'Quarantine',
      `${figures.quarantined}, ${size(figures.quarantinedBytes)} of at most ${size(keep.quarantineBytes)}, oldest ${age(figures.oldestQuarantinedAt)}; ${kept(keep.quarantineMs)}${due(figures.oldestQuarantinedAt, keep.quarantineMs)}`,
    ],
    [
      'Long texts',
      `${blobs.count}, ${size(blobs.bytes)}, oldest ${age(blobs.oldestAt)}; ${kept(keep.blobsMs)}${due(blobs.oldestAt, keep.blobsMs)}`,
    ],
    ['Replies', `${figures.pendingDeliveries} without an end, oldest ${age(figures.oldestDeliveryAt)}`],
    ['Operations', `${figures.openOperations} open`],
    ['Last backup', backupAt === null ? 'none was made from here' : age(backupAt)],
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, says]) => `${name.padEnd(width)}  ${says}`).join('\n');
}

function size(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

function duration(ms: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
  ] as const;
  const [unit, length] = units.find(([, one]) => ms >= one) ?? (['s', 1_000] as const);
  return `${Math.floor(ms / length)} ${unit}`;
}
