import { figuresSuite } from '@parley/ports/suites/figures';
import { describeEngine } from '@parley/testing';
import { MongoConversations } from '../conversations/mongo-conversations.ts';
import { MongoDeliveries } from '../deliveries/mongo-deliveries.ts';
import { MongoQuarantine } from '../quarantine/mongo-quarantine.ts';
import { pairOf } from '../testing/test-mongo.ts';
import { MongoFigures } from './mongo-figures.ts';

describeEngine('mongodb', 'MongoDB', (url) => {
  figuresSuite({
    name: 'MongoFigures',
    open: () =>
      pairOf(url, (tables) => ({
        figures: new MongoFigures(tables),
        conversations: new MongoConversations(tables),
        deliveries: new MongoDeliveries(tables),
        quarantine: new MongoQuarantine(tables),
      })),
  });
});
