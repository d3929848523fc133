import { median } from './backlog-watch.ts';
import { atRest, distributedPhase, type DistributedPhase } from './distributed-phase.ts';
import type { DistributedStage } from './distributed-stage.ts';
import { round } from './latencies.ts';
import { LINES, type Sides } from './scale-sides.ts';

/** Odd, so that the median is one of them. */
const REPETITIONS = 7;
const REST_SECONDS = 5;
/** V8 has the code of six processes to compile: after eight seconds the rate still rises. */
const WARM_SECONDS = 24;
const SERVICES = ['gateway', 'chat', 'state-engine', 'model-orchestrator', 'adaptors', 'security'] as const;
const MEASURED = [...SERVICES, 'postgres'];
const FAULTS = ['lost', 'doubled', 'reordered'] as const;

type Say = (line: string) => void;
type Figures = Readonly<Record<string, number>>;

/** CPU µs a message. */
interface Costs {
  /** Of the services together and PostgreSQL: what the curve is about. */
  readonly us: number;
  /** The same with all engines. */
  readonly allUs: number;
  /** `us` without what they would have taken at rest in the same time, and so the same at any rate. */
  readonly overRestUs: number;
}

/** Medians of the repetitions; faults are sums over all of them. */
export interface ScaleRuns extends Costs {
  readonly perSecond: number;
  readonly servicesUs: number;
  readonly byProcess: Figures;
  /** Of the services together and PostgreSQL, CPU ms a second, while nobody speaks. */
  readonly restMs: number;
  readonly faults: number;
  /** From the warming up on. */
  readonly messages: number;
}

export interface Comparison {
  readonly base: ScaleRuns;
  readonly other: ScaleRuns;
  /** The other's cost by the base's: the median of pairs taken one after the other, whatever the machine did meanwhile. */
  readonly ratio: Costs;
}

/** Everybody says something for a while. */
export async function speakFor(stage: DistributedStage, seconds: number, say: Say): Promise<DistributedPhase> {
  return distributedPhase(stage, { seconds, lines: LINES }, say);
}

/** Each side rests and gets warm; then they have the same closed load in turn, each for `seconds` altogether. */
export async function compareSides(stages: Sides<DistributedStage>, seconds: number, say: Say): Promise<Comparison> {
  const base = await Side.ready(stages.base, (line) => say(`base ${line}`));
  const other = await Side.ready(stages.other, (line) => say(`other ${line}`));
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    // Each is first in turn, so that a machine that gets slower is nobody's fault.
    for (const side of repetition % 2 === 0 ? [base, other] : [other, base]) await side.speak(seconds / REPETITIONS);
  }
  const of = (cost: keyof Costs): number =>
    round(median(other.costs().map((costs, index) => costs[cost] / (base.costs()[index]?.[cost] ?? Number.NaN))));
  return {
    ...{ base: base.summary(), other: other.summary() },
    ratio: { us: of('us'), allUs: of('allUs'), overRestUs: of('overRestUs') },
  };
}

/** How far the ratio that is farthest from 1 is from it, in either direction: 1.25 for 0.8 as for 1.25. */
export function flatnessOf(ratios: readonly number[]): number {
  return round(Math.max(...ratios.map((ratio) => Math.max(ratio, 1 / ratio))));
}

/** What one side takes, repetition by repetition. */
class Side {
  private readonly runs: DistributedPhase[] = [];
  private readonly processes: readonly string[];

  private constructor(
    private readonly stage: DistributedStage,
    private readonly restMs: number,
    private readonly warm: DistributedPhase,
    private readonly say: Say,
  ) {
    this.processes = [...SERVICES, ...stage.engines.running.keys()];
  }

  static async ready(stage: DistributedStage, say: Say): Promise<Side> {
    const rest = await atRest(stage, REST_SECONDS);
    return new Side(stage, round(sumOf(rest, MEASURED)), await speakFor(stage, WARM_SECONDS, say), say);
  }

  async speak(seconds: number): Promise<void> {
    this.runs.push(await speakFor(this.stage, seconds, this.say));
  }

  costs(): readonly Costs[] {
    return this.runs.map((run) => {
      const us = sumOf(run.us, MEASURED);
      return { us, allUs: sumOf(run.us, this.processes), overRestUs: us - (this.restMs * 1000) / perSecondOf(run) };
    });
  }

  summary(): ScaleRuns {
    const all = [this.warm, ...this.runs];
    const of = (cost: keyof Costs): number => Math.round(median(this.costs().map((costs) => costs[cost])));
    return {
      ...{ us: of('us'), allUs: of('allUs'), overRestUs: of('overRestUs') },
      perSecond: median(this.runs.map(perSecondOf)),
      servicesUs: median(this.runs.map(({ us }) => sumOf(us, SERVICES))),
      byProcess: Object.fromEntries(
        this.processes.map((name) => [name, median(this.runs.map(({ us }) => us[name] ?? 0))]),
      ),
      restMs: this.restMs,
      faults: all.reduce((sum, { figures }) => sum + sumOf(figures, FAULTS), 0),
      messages: all.reduce((sum, { messages }) => sum + messages, 0),
    };
  }
}

const perSecondOf = ({ figures }: DistributedPhase): number => figures['messagesPerSecond'] ?? Number.NaN;

function sumOf(figures: Figures, names: readonly string[]): number {
  return names.reduce((sum, name) => sum + (figures[name] ?? 0), 0);
}
