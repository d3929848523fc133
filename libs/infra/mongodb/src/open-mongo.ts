import { MongoConnectionHealth } from './connection-health/mongo-connection-health.ts';
import { MongoConversationSearch } from './conversation-search/mongo-conversation-search.ts';
import { MongoConversations } from './conversations/mongo-conversations.ts';
import { assertDurable } from './database/assert-durable.ts';
import { ensureIndexes } from './database/ensure-indexes.ts';
import { MongoDatabase, type MongoOptions } from './database/mongo-database.ts';
import { MongoDeliveries } from './deliveries/mongo-deliveries.ts';
import { MongoFigures } from './figures/mongo-figures.ts';
import { MongoHolds } from './holds/mongo-holds.ts';
import { MongoMessages } from './messages/mongo-messages.ts';
import { MongoPlaces } from './places/mongo-places.ts';
import { MongoQuarantine } from './quarantine/mongo-quarantine.ts';
import { MongoRetention } from './retention/mongo-retention.ts';
import { MongoTenantRecords } from './tenant-records/mongo-tenant-records.ts';

export interface OpenMongoOptions extends MongoOptions {
  /** DURABILITY=dev: a server that may forget is let pass. */
  readonly isDev?: boolean;
  /** How long tombstones are kept, ms; at least 14 days, which is the default. */
  readonly keptMs?: number;
}

/**
 * Chat's store: connected, found durable, its collections and indexes created or checked. Throws a MongoProblem with a sentence
 * when no server answers, when it may forget, or when a collection or index is not as it has to be.
 */
export async function openMongo({ isDev = false, keptMs, ...options }: OpenMongoOptions): Promise<Mongo> {
  const database = await MongoDatabase.connect(options);
  try {
    const amiss = await assertDurable(database.db, isDev);
    await ensureIndexes(database);
    return over(database, amiss, keptMs);
  } catch (error) {
    await database.close();
    throw error;
  }
}

export interface Mongo {
  readonly messages: MongoMessages;
  readonly conversations: MongoConversations;
  readonly search: MongoConversationSearch;
  readonly figures: MongoFigures;
  readonly deliveries: MongoDeliveries;
  readonly places: MongoPlaces;
  readonly holds: MongoHolds;
  readonly health: MongoConnectionHealth;
  readonly quarantine: MongoQuarantine;
  readonly retention: MongoRetention;
  readonly records: MongoTenantRecords;
  /** What is less than durable; empty = nothing. */
  readonly amiss: readonly string[];
  /** Rejects unless the primary answers. */
  check(): Promise<void>;
  /** What time it is there, ms since the epoch. */
  time(): Promise<number>;
  close(): Promise<void>;
}

function over(database: MongoDatabase, amiss: readonly string[], keptMs: number | undefined): Mongo {
  const { tables } = database;
  return {
    messages: new MongoMessages(tables),
    conversations: new MongoConversations(tables),
    search: new MongoConversationSearch(tables),
    figures: new MongoFigures(tables),
    deliveries: new MongoDeliveries(tables),
    places: new MongoPlaces(tables),
    holds: new MongoHolds(tables),
    health: new MongoConnectionHealth(tables),
    quarantine: new MongoQuarantine(tables),
    retention: new MongoRetention(tables, keptMs),
    records: new MongoTenantRecords(tables),
    amiss,
    check: () => database.check(),
    time: () => database.time(),
    close: () => database.close(),
  };
}
