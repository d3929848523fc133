import { median } from './backlog-watch.ts';
import { atRest, distributedPhase, type DistributedPhase } from './distributed-phase.ts';
import type { DistributedStage } from './distributed-stage.ts';
import { round } from './latencies.ts';

/** Who speaks, however many are stored. */
export const PEOPLE = 200;
/** Highest by lowest cost of a message. */
export const ALLOWED_FLATNESS = 1.2;
const LINES = 64;
const REPETITIONS = 3;
const REST_SECONDS = 5;
/** After eight a message still costs a fifth more than after thirty: six processes have their code compiled by V8. */
const WARM_SECONDS = 24;
const LONGEST_GREETING_SECONDS = 120;
const SERVICES = ['gateway', 'chat', 'state-engine', 'model-orchestrator', 'adaptors', 'security'] as const;
const FAULTS = ['lost', 'doubled', 'reordered'] as const;

type Say = (line: string) => void;
type Figures = Readonly<Record<string, number>>;

/** Medians of the repetitions, CPU µs a message; faults are sums over all of them. */
export interface ScaleRuns {
  readonly perSecond: number;
  /** Of the services together and PostgreSQL: what the curve is about. */
  readonly us: number;
  /** The same with all engines. */
  readonly allUs: number;
  readonly servicesUs: number;
  readonly byProcess: Figures;
  /** Of the services together and PostgreSQL, CPU ms a second, while nobody speaks. */
  readonly restMs: number;
  /** `us` without what they would have taken at rest in the same time, and so the same at any rate. */
  readonly overRestUs: number;
  readonly faults: number;
  /** From the warming up on. */
  readonly messages: number;
}

/** Everybody says hello, once. */
export async function greet(stage: DistributedStage, say: Say): Promise<void> {
  say(`${PEOPLE} people say hello …`);
  await distributedPhase(stage, { seconds: LONGEST_GREETING_SECONDS, lines: LINES, atMost: PEOPLE }, say);
}

/** Everybody says something for a while. */
export async function speakFor(stage: DistributedStage, seconds: number, say: Say): Promise<DistributedPhase> {
  return distributedPhase(stage, { seconds, lines: LINES }, say);
}

/** Rests, gets warm, and then the same closed load three times, in `seconds` altogether. */
export async function runRepetitions(stage: DistributedStage, seconds: number, say: Say): Promise<ScaleRuns> {
  const rest = await atRest(stage, REST_SECONDS);
  const warm = await speakFor(stage, WARM_SECONDS, say);
  const runs: DistributedPhase[] = [];
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    runs.push(await speakFor(stage, seconds / REPETITIONS, say));
  }
  const of = (names: readonly string[]): number =>
    median(runs.map(({ us }) => sum(names.map((name) => us[name] ?? 0))));
  const measured = [...SERVICES, 'postgres'];
  const restMs = round(sum(measured.map((name) => rest[name] ?? 0)));
  const perSecond = median(runs.map(({ figures }) => figures['messagesPerSecond'] ?? Number.NaN));
  const processes = [...SERVICES, ...stage.engines.running.keys()];
  return {
    ...{ perSecond, restMs, us: of(measured), overRestUs: Math.round(of(measured) - (restMs * 1000) / perSecond) },
    allUs: of(processes),
    servicesUs: of(SERVICES),
    byProcess: Object.fromEntries(processes.map((name) => [name, of([name])])),
    faults: sum([warm, ...runs].flatMap(({ figures }) => FAULTS.map((fault) => figures[fault] ?? 0))),
    messages: sum([warm, ...runs].map(({ messages }) => messages)),
  };
}

/** Highest by lowest. */
export function flatnessOf(costs: readonly number[]): number {
  return round(Math.max(...costs) / Math.min(...costs));
}

function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0);
}
