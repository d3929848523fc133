import type { Engine } from '@parley/testing';
import type { ServiceName } from '@parley/testing/house';
import { Chance } from '../oracle/chance.ts';

/** One thing that goes wrong, and for how long (ms). */
export type Fault =
  /** Killed, and restarted after its time; Redis without its data. */
  | OfService<'kill-service'>
  | OfEngine<'kill-engine'>
  /** Stands still longer than leases and memberships last, and goes on as if nothing were. */
  | OfService<'pause'>
  /** Its clock is off by so many hours. */
  | (OfService<'clock'> & { readonly hours: 1 | -1 })
  /** The link to it delays everything by so much, each way. */
  | (OfEngine<'slow'> & { readonly latencyMs: number })
  | OfEngine<'cut'>
  /** Its newest records come once more, the keys mixed otherwise. */
  | { readonly kind: 'redeliver'; readonly engine: 'kafka'; readonly seed: number };

interface OfService<Kind extends string> {
  readonly kind: Kind;
  readonly service: ServiceName;
  /** From 1. */
  readonly instance: number;
  readonly forMs: number;
}

interface OfEngine<Kind extends string> {
  readonly kind: Kind;
  readonly engine: Engine;
  readonly forMs: number;
}

const ENGINES = ['kafka', 'redis', 'mongodb', 'postgres'] as const satisfies readonly Engine[];
const SERVICES = [
  'gateway',
  'chat',
  'state-engine',
  'model-orchestrator',
  'adaptors',
  'security',
] as const satisfies readonly ServiceName[];
/** Those that take conversations for their own for a time. */
const HOLDERS = ['state-engine', 'chat'] as const satisfies readonly ServiceName[];
/** The lease and Kafka's session are shorter than the least. */
const PAUSE_MS = [12_000, 16_000] as const;
const AWAY_MS = [1000, 3000] as const;
const LINK_MS = [3000, 6000] as const;
const LATENCY_MS = [50, 200] as const;
const CLOCK_MS = 10_000;

/** What goes wrong at a time, without end: first each kind alone, in an order of the seed's, then two of different things at once. */
export function* planFaults(seed: number, instances: number): Generator<readonly Fault[], never> {
  const chance = new Chance(seed);
  for (const fault of shuffled(everyFault(chance, instances), chance)) yield [fault];
  for (;;) {
    const [one, ...others] = shuffled(everyFault(chance, instances), chance);
    const other = others.find((fault) => one !== undefined && victim(fault) !== victim(one));
    if (one !== undefined && other !== undefined) yield [one, other];
  }
}

/** As it is counted. */
export function nameOf(fault: Fault): string {
  return `${fault.kind} ${victim(fault)}`;
}

/** For a person who follows the run. */
export function describeFault(fault: Fault): string {
  if (fault.kind === 'redeliver') return nameOf(fault);
  const who = 'service' in fault ? `${fault.service}-${fault.instance}` : fault.engine;
  const how =
    fault.kind === 'slow' ? ` by ${fault.latencyMs} ms` : fault.kind === 'clock' ? ` by ${fault.hours} h` : '';
  return `${fault.kind} ${who}${how} for ${fault.forMs} ms`;
}

function victim(fault: Fault): string {
  return 'service' in fault ? fault.service : fault.engine;
}

function everyFault(chance: Chance, instances: number): readonly Fault[] {
  const instance = (): number => 1 + chance.below(instances);
  const within = ([least, most]: readonly [number, number]): number => least + chance.below(most - least + 1);
  return [
    ...SERVICES.map((service): Fault => {
      return { kind: 'kill-service', service, instance: instance(), forMs: within(AWAY_MS) };
    }),
    ...ENGINES.flatMap((engine): readonly Fault[] => [
      { kind: 'kill-engine', engine, forMs: within(AWAY_MS) },
      { kind: 'slow', engine, latencyMs: within(LATENCY_MS), forMs: within(LINK_MS) },
      { kind: 'cut', engine, forMs: within(LINK_MS) },
    ]),
    ...HOLDERS.map((service): Fault => ({ kind: 'pause', service, instance: instance(), forMs: within(PAUSE_MS) })),
    ...HOLDERS.flatMap((service) =>
      ([1, -1] as const).map((hours): Fault => {
        return { kind: 'clock', service, instance: instance(), hours, forMs: CLOCK_MS };
      }),
    ),
    { kind: 'redeliver', engine: 'kafka', seed: chance.below(1_000_000) },
  ];
}

function shuffled<T>(items: readonly T[], chance: Chance): readonly T[] {
  return items
    .map((item) => ({ item, place: chance.below(1_000_000) }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
