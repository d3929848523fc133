import type { z } from 'zod';
import { setting } from './config.ts';

const DAY_MS = 86_400_000;

/** How long what is kept, ms; null = for ever. */
export interface KeptFor {
  /** Handled records of the log, and the tombstones of deliveries and operations. */
  readonly logMs: number;
  /** Conversations that have ended: then they are erased. */
  readonly endedMs: number | null;
  readonly quarantineMs: number;
  /** Over this many bytes the oldest go, however young. */
  readonly quarantineBytes: number;
  /** Texts too long for the log. */
  readonly blobsMs: number | null;
}

/** What an operator may say of it; never less than vendors repeat a webhook for. */
export const keptForShape = {
  PARLEY_KEEP_LOG: setting.duration(14 * DAY_MS).prefault('14d'),
  PARLEY_KEEP_ENDED: setting.durationOrNever(14 * DAY_MS).prefault('never'),
  PARLEY_KEEP_QUARANTINE: setting.duration(DAY_MS).prefault('30d'),
  PARLEY_KEEP_QUARANTINE_BYTES: setting.bytes(1_000_000).prefault('1GB'),
  PARLEY_KEEP_BLOBS: setting.durationOrNever(14 * DAY_MS).prefault('never'),
};

export function keptForOf(read: z.infer<z.ZodObject<typeof keptForShape>>): KeptFor {
  return {
    logMs: read.PARLEY_KEEP_LOG,
    endedMs: read.PARLEY_KEEP_ENDED,
    quarantineMs: read.PARLEY_KEEP_QUARANTINE,
    quarantineBytes: read.PARLEY_KEEP_QUARANTINE_BYTES,
    blobsMs: read.PARLEY_KEEP_BLOBS,
  };
}

/** The same for `--help`. */
export const keptForHelp = `  PARLEY_KEEP_LOG (14d)            tombstones of replies and calls
  PARLEY_KEEP_ENDED (never)        conversations that ended so long ago are erased
  PARLEY_KEEP_QUARANTINE (30d)     webhooks of an unknown shape, at most PARLEY_KEEP_QUARANTINE_BYTES (1GB)
  PARLEY_KEEP_BLOBS (never)        texts too long for the log`;
