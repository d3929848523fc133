import type { AdaptorsService, Client, ModelOrchestratorService } from '@parley/contracts';
import type {
  Cache,
  EventLog,
  FlowCatalogue,
  Flows,
  Journal,
  Lease,
  Operations,
  Sealing,
  WakeUps,
  WorkLists,
} from '@parley/ports';
import type { ConnectionDirectory, Keyring } from '@parley/service-kit';

/** Everything that the state engine needs of the world. */
export interface EnginePorts {
  readonly log: EventLog;
  readonly journal: Journal;
  readonly flows: Flows;
  readonly catalogue: FlowCatalogue;
  readonly workLists: WorkLists;
  readonly operations: Operations;
  readonly wakeUps: WakeUps;
  /** Absent = no other process moves conversations. */
  readonly lease?: Lease;
  readonly sealing: Sealing;
  readonly keyring: Keyring;
  /** This service's own. */
  readonly cache: Cache;
  readonly directory: ConnectionDirectory;
  readonly adaptors: Client<AdaptorsService>;
  readonly models: Client<ModelOrchestratorService>;
  /** Wall clock, ms since the epoch. */
  readonly now: () => number;
  /** Tells the operator; never of what people said. */
  readonly warn: (event: string, details: Readonly<Record<string, unknown>>) => void;
}
