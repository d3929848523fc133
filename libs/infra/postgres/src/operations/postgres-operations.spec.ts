import { operationsSuite } from '@parley/ports/suites/operations';
import { PostgresJournal } from '../journal/postgres-journal.ts';
import { pairOf } from '../testing/pair-of.ts';
import { PostgresOperations } from './postgres-operations.ts';

operationsSuite({
  name: 'PostgresOperations',
  open: () =>
    pairOf((database) => ({ operations: new PostgresOperations(database), journal: new PostgresJournal(database) })),
});
