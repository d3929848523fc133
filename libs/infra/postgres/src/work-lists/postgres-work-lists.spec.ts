import { workListsSuite } from '@parley/ports/suites/work-lists';
import { PostgresJournal } from '../journal/postgres-journal.ts';
import { PostgresOperations } from '../operations/postgres-operations.ts';
import { pairOf } from '../testing/pair-of.ts';
import { PostgresWorkLists } from './postgres-work-lists.ts';

workListsSuite({
  name: 'PostgresWorkLists',
  open: () =>
    pairOf((database) => ({
      lists: new PostgresWorkLists(database),
      journal: new PostgresJournal(database),
      operations: new PostgresOperations(database),
    })),
});
