import type { HealthReport } from './health.ts';
import type { Logger } from './logger.ts';
import type { Operations } from './serve-operations.ts';

/** How a service is seen from outside: what it counts and traces. `Tools` is what its parts are given for that. */
export interface ServiceEyes<Tools> {
  readonly tools: Tools;
  /** The trace under way, for log lines. */
  readonly context?: () => Readonly<Record<string, string>>;
  /** The same log, counted. */
  readonly logger: (logger: Logger) => Logger;
  readonly metrics: NonNullable<Operations['metrics']>;
  /** Tells of what `/readyz` says, too. */
  readonly dependencies: (health: () => Promise<HealthReport>) => void;
  /** Sends what is still held, and ends. */
  readonly stop: () => Promise<void>;
}

export interface EyesOptions {
  readonly service: string;
  readonly warn: Logger['warn'];
}
