import { messagesSuite } from '@parley/ports/suites/messages';
import { pairOf } from '../testing/pair-of.ts';
import { PostgresMessages } from './postgres-messages.ts';

messagesSuite({ name: 'PostgresMessages', open: () => pairOf((database) => new PostgresMessages(database)) });
