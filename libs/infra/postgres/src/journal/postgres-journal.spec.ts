import { journalSuite } from '@parley/ports/suites/journal';
import { describeEngine } from '@parley/testing';
import { PostgresConversations } from '../conversations/postgres-conversations.ts';
import type { Database } from '../database/database.ts';
import { PostgresDeliveries } from '../deliveries/postgres-deliveries.ts';
import { PostgresMessages } from '../messages/postgres-messages.ts';
import { PostgresOperations } from '../operations/postgres-operations.ts';
import { pairOf } from '../testing/pair-of.ts';
import { PostgresWakeUps } from '../wake-ups/postgres-wake-ups.ts';
import { PostgresJournal } from './postgres-journal.ts';

const ports = (database: Database) => ({
  journal: new PostgresJournal(database),
  wakeUps: new PostgresWakeUps(database),
  operations: new PostgresOperations(database),
  messages: new PostgresMessages(database),
  deliveries: new PostgresDeliveries(database),
  conversations: new PostgresConversations(database),
});

journalSuite({ name: 'PostgresJournal', open: () => pairOf(ports) });

describeEngine('postgres', 'on a server of somebody else’s', (url) => {
  journalSuite({ name: 'PostgresJournal', open: () => pairOf(ports, url) });
});
