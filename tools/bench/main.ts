import { commandLine } from '@parley/service-kit';
import { costCurve } from './cost-curve.ts';
import { distributedPath } from './distributed-path.ts';
import { hostile, kernel } from './kernel.ts';
import { machine } from './machine.ts';
import { messagePath, type Measuring } from './message-path.ts';
import { peers } from './peers.ts';
import { pointsOf, scale } from './scale.ts';
import { slowNeighbours } from './slow-neighbours.ts';
import { Unavailable } from './unavailable.ts';
import { webPath, webPathOperations } from './web-path.ts';

type Say = (line: string) => void;
type Bench = (
  measuring: Measuring & { readonly distributed: boolean; readonly points: string },
  say: Say,
) => Promise<Readonly<Record<string, number>>>;

const plain =
  (bench: (seconds: number, say: Say) => ReturnType<Bench>): Bench =>
  ({ seconds }, say) =>
    bench(seconds, say);

const benches: Readonly<Record<string, Bench>> = {
  'cost-curve': plain(costCurve),
  hostile: plain(hostile),
  kernel: plain(kernel),
  'message-path': (measuring, say) =>
    measuring.distributed ? distributedPath(measuring.seconds, say) : messagePath(measuring, say),
  'message-path-web': plain(webPath),
  'message-path-operations': plain(webPathOperations),
  peers: plain(peers),
  scale: ({ seconds, points }, say) => scale({ seconds, points: pointsOf(points) }, say),
  'slow-neighbours': plain(slowNeighbours),
};

const { subject: name, options } = commandLine({
  call: 'npm run -s bench --',
  about:
    'Measures a running Parley beside its floors. The last line is `{"bench","figures","machine"}`. It takes a few times as long as the measuring.',
  options: {
    seconds: { kind: 'whole', default: 60, about: 'how long to measure' },
    soak: {
      kind: 'whole',
      default: 0,
      about: 'message-path: how long to go on at 60 % of the rate besides, in seconds',
    },
    distributed: {
      kind: 'flag',
      about: 'message-path: through services of their own, on Kafka, Redis, the MongoDB wire and PostgreSQL',
    },
    points: {
      kind: 'text',
      value: 'COUNTS',
      default: '1000,10000,100000,1000000',
      about: 'scale: with how many conversations stored, fewest first',
    },
    json: { kind: 'flag', about: 'only the last line, not the figures one by one' },
  },
  subject: { name: 'bench', of: Object.keys(benches) },
});
const bench = benches[name];
if (bench === undefined) throw new RangeError(name);
const figures = await bench(options, (line) => console.error(line)).catch((fault: unknown) => {
  if (!(fault instanceof Unavailable)) throw fault;
  console.error(fault.message);
  process.exit(1);
});
if (!options.json) for (const [key, value] of Object.entries(figures)) console.error(`${key.padEnd(28)} ${value}`);
console.log(JSON.stringify({ bench: name, figures, machine: machine() }));
process.exit(0);
