/** What an operator may set of the state engine. */
export interface EngineConfig {
  /** Whether chat's rows ride along with the journal's commit (one database). */
  readonly riders: boolean;
  /** No other process performs operations: what a dead process had claimed is taken up at once. */
  readonly soleWorker: boolean;
  /** Decoded heads kept in memory, bytes of their canonical states. */
  readonly headCacheBytes: number;
  /** Compiled flows kept in memory, with their trained models. */
  readonly maxFlows: number;
  /** How long the default version of a flow is remembered, ms. */
  readonly defaultVersionAgeMs: number;
  /** How often a stimulus that lost a race starts again before the log pauses. */
  readonly maxRaces: number;
  /** From this attempt on a stimulus that was under way whenever the process died is recorded as `failed`. */
  readonly maxAttempts: number;
  /** Operations under way at once. */
  readonly maxOperations: number;
  /** How often operations and wake-ups that nobody told of are looked for, ms. */
  readonly scanEveryMs: number;
}

/** Everything but what the composition knows. */
export const engineDefaults: Omit<EngineConfig, 'riders' | 'soleWorker'> = {
  headCacheBytes: 64_000_000,
  maxFlows: 200,
  defaultVersionAgeMs: 1_000,
  maxRaces: 64,
  maxAttempts: 5,
  maxOperations: 1_000,
  scanEveryMs: 1_000,
};
