import { commandLine } from '@parley/service-kit';
import { ENGINES } from '@parley/testing/engines';
import { down, logs, status, up, type Deed } from './deeds.ts';

const { subject, objects, options } = commandLine({
  call: 'npm run engines --',
  about:
    'Starts and stops real servers for tests: Apache Kafka, Redis, PostgreSQL, and FerretDB for the wire of MongoDB. All of it lies in .engines; tests find them there. The first start fetches Kafka and builds FerretDB, which takes two minutes; another one takes 5 seconds. Needs Java 17, Maven, Go and redis-server.',
  subject: { name: 'deed', of: ['up', 'down', 'status', 'logs'] },
  objects: { name: 'engine', of: ENGINES },
  options: { empty: { kind: 'flag', about: 'down: removes what they have stored besides' } },
});
const deeds: Readonly<Record<string, Deed>> = { up, down: down(options.empty), status, logs };
const kinds = ENGINES.filter((kind) => objects.length === 0 || objects.includes(kind));
const done = await deeds[subject]?.(kinds, (kind, sentence) => console.log(`${kind.padEnd(8)}  ${sentence}`));
process.exit(done === true ? 0 : 1);
