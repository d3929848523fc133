import type { Logger } from '@parley/service-kit';
import { createLogger } from '@parley/service-kit';
import type { ParleyConfig } from '../config.ts';

/** The log of a process: standard error, as the operator wants it. */
export function loggerOf(
  { logLevel, logShape }: ParleyConfig,
  now: () => number,
  context?: () => Readonly<Record<string, string>>,
): Logger {
  const write = (line: string): void => console.error(line);
  return createLogger({ level: logLevel, shape: logShape, write, now, ...(context && { context }) });
}
