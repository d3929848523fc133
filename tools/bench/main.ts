import { commandLine } from '@parley/service-kit';
import { hostile, kernel } from './kernel.ts';
import { machine } from './machine.ts';
import { messagePath, messagePathOperations } from './message-path.ts';
import { slowNeighbours } from './slow-neighbours.ts';

const benches: Readonly<
  Record<string, (seconds: number, say: (line: string) => void) => Promise<Readonly<Record<string, number>>>>
> = {
  hostile,
  kernel,
  'message-path': messagePath,
  'message-path-operations': messagePathOperations,
  'slow-neighbours': slowNeighbours,
};

const { subject: name, options } = commandLine({
  call: 'npm run -s bench --',
  about:
    'Measures a running Parley beside its floors. The last line is `{"bench","figures","machine"}`. It takes a few times as long as the measuring.',
  options: {
    seconds: { kind: 'whole', default: 60, about: 'how long to measure' },
    json: { kind: 'flag', about: 'only the last line, not the figures one by one' },
  },
  subject: { name: 'bench', of: Object.keys(benches) },
});
const bench = benches[name];
if (bench === undefined) throw new RangeError(name);
const figures = await bench(options.seconds, (line) => console.error(line));
if (!options.json) for (const [key, value] of Object.entries(figures)) console.error(`${key.padEnd(28)} ${value}`);
console.log(JSON.stringify({ bench: name, figures, machine: machine() }));
process.exit(0);
