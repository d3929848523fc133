import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Profile {
  /** µs of the machine's monotonic clock. */
  readonly startTime: number;
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly url: string; readonly functionName: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Libraries that are told apart; everything else of npm is `otherLibraries`. */
const LIBRARIES = ['kafkajs', '@grpc', 'mongodb', 'ioredis', 'pg', '@nestjs', 'undici', 'fastify'];

/** Of the machine's monotonic clock, ms. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Of the time that the services were busy in a stretch, how much was spent in whose code, %: as the profiles of a folder tell. */
export function sharesOf(folder: string, stretch: Stretch): Readonly<Record<string, number>> {
  if (!existsSync(folder)) return {};
  const micros = new Map<string, number>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
    addProfile(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile, stretch, micros);
  }
  const all = [...micros.values()].reduce((sum, one) => sum + one, 0);
  const shares = [...micros].map(([owner, one]) => [`${owner}Percent`, Math.round((1000 * one) / all) / 10] as const);
  return Object.fromEntries(shares.sort(([, one], [, other]) => other - one));
}

function addProfile(
  { startTime, nodes, samples, timeDeltas }: Profile,
  { from, to }: Stretch,
  micros: Map<string, number>,
) {
  const owners = new Map(nodes.map(({ id, callFrame }) => [id, ownerOf(callFrame)]));
  let at = startTime;
  for (const [index, id] of samples.entries()) {
    const owner = owners.get(id) ?? 'idle';
    const took = timeDeltas[index] ?? 0;
    at += took;
    if (owner !== 'idle' && at >= from * 1000 && at <= to * 1000) micros.set(owner, (micros.get(owner) ?? 0) + took);
  }
}

function ownerOf({ url, functionName }: Profile['nodes'][number]['callFrame']): string {
  if (functionName === '(idle)' || functionName === '(root)') return 'idle';
  if (functionName === '(garbage collector)') return 'garbageCollector';
  if (url === '' || url.startsWith('node:')) return 'node';
  const [, inNpm] = /node_modules\/((?:@[^/]+|[^/]+))/.exec(url) ?? [];
  if (inNpm === undefined) return 'ours';
  const library = LIBRARIES.find((name) => inNpm === name || inNpm.startsWith(`${name}-`));
  return library === undefined ? 'otherLibraries' : library.replace(/^@/, '').replaceAll('-', '');
}
