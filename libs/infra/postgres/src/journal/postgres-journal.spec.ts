import { journalSuite } from '@parley/ports/suites/journal';
import { PostgresConversations } from '../conversations/postgres-conversations.ts';
import { PostgresDeliveries } from '../deliveries/postgres-deliveries.ts';
import { PostgresMessages } from '../messages/postgres-messages.ts';
import { PostgresOperations } from '../operations/postgres-operations.ts';
import { pairOf } from '../testing/pair-of.ts';
import { PostgresWakeUps } from '../wake-ups/postgres-wake-ups.ts';
import { PostgresJournal } from './postgres-journal.ts';

journalSuite({
  name: 'PostgresJournal',
  open: () =>
    pairOf((database) => ({
      journal: new PostgresJournal(database),
      wakeUps: new PostgresWakeUps(database),
      operations: new PostgresOperations(database),
      messages: new PostgresMessages(database),
      deliveries: new PostgresDeliveries(database),
      conversations: new PostgresConversations(database),
    })),
});
