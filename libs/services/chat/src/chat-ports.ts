import type { Client, SecurityService, StateEngineService } from '@parley/contracts';
import type {
  Blobs,
  Cache,
  Channel,
  ChannelIntake,
  ConnectionHealth,
  Conversations,
  ConversationSearch,
  Deliveries,
  EventLog,
  Figures,
  Holds,
  LiveUpdates,
  Messages,
  Places,
  Presence,
  Quarantine,
  RateLimiter,
  Sealing,
  VisitorDoor,
} from '@parley/ports';
import type { ConnectionDirectory, Keyring } from '@parley/service-kit';

/** Everything that chat keeps of a tenant, for the one who has to forget it. */
export interface TenantRows {
  /** Deletes at most so many of each kind; answers how many. */
  erase(tenant: string, most: number): Promise<number>;
  isAnyLeft(tenant: string): Promise<boolean>;
}

/** Everything that chat needs of the world. */
export interface ChatPorts {
  readonly log: EventLog;
  readonly messages: Messages;
  readonly conversations: Conversations;
  readonly search: ConversationSearch;
  readonly figures: Figures;
  readonly deliveries: Deliveries;
  readonly places: Places;
  readonly holds: Holds;
  readonly health: ConnectionHealth;
  readonly quarantine: Quarantine;
  readonly rows: TenantRows;
  readonly blobs: Blobs;
  readonly rates: RateLimiter;
  readonly sealing: Sealing;
  readonly keyring: Keyring;
  readonly updates: LiveUpdates;
  readonly presence: Presence;
  /** This service's own. */
  readonly cache: Cache;
  readonly security: Client<SecurityService>;
  readonly directory: ConnectionDirectory;
  readonly engine: Client<StateEngineService>;
  readonly intakes: readonly ChannelIntake[];
  readonly channels: readonly Channel[];
  readonly visitors: VisitorDoor;
  /** Wall clock, ms since the epoch. */
  readonly now: () => number;
  /** ms from any moment on, by a clock that nobody sets: for how long something has been so. */
  readonly monotonic: () => number;
  /** Tells the operator; never of what people said. */
  readonly warn: (event: string, details: Readonly<Record<string, unknown>>) => void;
}
