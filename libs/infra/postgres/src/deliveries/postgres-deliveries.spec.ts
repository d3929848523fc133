import { deliveriesSuite } from '@parley/ports/suites/deliveries';
import { pairOf } from '../testing/pair-of.ts';
import { PostgresDeliveries } from './postgres-deliveries.ts';

deliveriesSuite({ name: 'PostgresDeliveries', open: () => pairOf((database) => new PostgresDeliveries(database)) });
