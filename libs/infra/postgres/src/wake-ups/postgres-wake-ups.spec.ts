import { wakeUpsSuite } from '@parley/ports/suites/wake-ups';
import { pairOf } from '../testing/pair-of.ts';
import { PostgresWakeUps } from './postgres-wake-ups.ts';

wakeUpsSuite({ name: 'PostgresWakeUps', open: () => pairOf((database) => new PostgresWakeUps(database)) });
