import { figuresSuite } from '@parley/ports/suites/figures';
import { PostgresConversations } from '../conversations/postgres-conversations.ts';
import { PostgresDeliveries } from '../deliveries/postgres-deliveries.ts';
import { PostgresQuarantine } from '../quarantine/postgres-quarantine.ts';
import { pairOf } from '../testing/pair-of.ts';
import { PostgresFigures } from './postgres-figures.ts';

figuresSuite({
  name: 'PostgresFigures',
  open: () =>
    pairOf((database) => ({
      figures: new PostgresFigures(database),
      conversations: new PostgresConversations(database),
      deliveries: new PostgresDeliveries(database),
      quarantine: new PostgresQuarantine(database),
    })),
});
