import type { FigureName, Figures } from '@parley/opentelemetry';
import { PostgresPlatformFigures, type Database } from '@parley/postgres';

/** What the state engine's rows tell: timers, operations, and how large they are. */
export const ownFigures = [
  'timer_delay_seconds',
  'operations_open',
  'operation_delay_seconds',
  'database_bytes',
] as const satisfies readonly FigureName[];

/** @param now ms since the epoch */
export async function readFigures(database: Database, now: () => number): Promise<Figures> {
  const { nextWakeUpAt, nextOperationAt, openOperations, databaseBytes } = await new PostgresPlatformFigures(
    database,
  ).read();
  return {
    timer_delay_seconds: secondsSince(nextWakeUpAt, now()),
    operations_open: openOperations,
    operation_delay_seconds: secondsSince(nextOperationAt, now()),
    database_bytes: databaseBytes,
  };
}

/** 0 = there is none, or it lies ahead. */
function secondsSince(at: number | null, now: number): number {
  return at === null ? 0 : Math.max(0, now - at) / 1_000;
}
