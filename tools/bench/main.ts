import { hostile, kernel } from './kernel.ts';
import { machine } from './machine.ts';
import { messagePath } from './message-path.ts';
import { slowNeighbours } from './slow-neighbours.ts';

/** `npm run -s bench -- <name> [--seconds N] [--json]`; the last line is `{"bench","figures","machine"}`. */
const benches: Readonly<
  Record<string, (seconds: number, say: (line: string) => void) => Promise<Readonly<Record<string, number>>>>
> = {
  hostile,
  kernel,
  'message-path': messagePath,
  'slow-neighbours': slowNeighbours,
};

const name = process.argv[2] ?? '';
const bench = benches[name];
if (bench === undefined) {
  console.error(`There is no bench “${name}”. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}
const seconds = Number(process.argv[process.argv.indexOf('--seconds') + 1]);
const json = process.argv.includes('--json');
const figures = await bench(process.argv.includes('--seconds') ? seconds : 60, (line) => console.error(line));
if (!json) for (const [key, value] of Object.entries(figures)) console.error(`${key.padEnd(28)} ${value}`);
console.log(JSON.stringify({ bench: name, figures, machine: machine() }));
process.exit(0);
