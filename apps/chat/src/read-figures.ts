import type { FigureName, Figures } from '@parley/opentelemetry';
import type { EventLog, Deliveries } from '@parley/ports';

/** What chat can tell without reading everything: the log, and the reply that waits longest. */
export const ownFigures = [
  'log_oldest_unprocessed_seconds',
  'delivery_oldest_seconds',
] as const satisfies readonly FigureName[];

export interface FigurePorts {
  readonly log: EventLog;
  readonly deliveries: Deliveries;
  /** ms since the epoch. */
  readonly now: () => number;
}

export async function readFigures({ log, deliveries, now }: FigurePorts): Promise<Figures> {
  const [oldestMs, [oldest]] = await Promise.all([log.oldestUnprocessedMs(now()), deliveries.pending(1)]);
  const waitedMs = oldest === undefined ? 0 : Math.max(0, now() - oldest.createdAt);
  return { log_oldest_unprocessed_seconds: oldestMs / 1_000, delivery_oldest_seconds: waitedMs / 1_000 };
}
