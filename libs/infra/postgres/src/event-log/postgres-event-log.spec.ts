import { eventLogSuite } from '@parley/ports/suites/event-log';
import { pairOf } from '../testing/pair-of.ts';
import { PostgresEventLog } from './postgres-event-log.ts';

eventLogSuite({
  name: 'PostgresEventLog',
  open: () => pairOf((database) => new PostgresEventLog(database, { pollMs: 20, oldestKeptMs: 0 })),
});
