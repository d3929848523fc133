import { AppendixD } from './appendix-d.ts';
import { GaveUp } from './interpreter.ts';
import type { Interpreter, Player } from './interpreter.ts';
import type { Plan } from './plan.ts';
import { RULES } from './rules.ts';
import type { Rule } from './rules.ts';

/** How a machine went with one oracle. */
export interface Verdict {
  readonly oracle: string;
  /** Macrosteps that were compared and equal, the start included. */
  readonly steps: number;
  /** The rule that excused what came after them; null: all were equal. */
  readonly excused: string | null;
  readonly difference: Difference | null;
}

export interface Difference {
  /** What was played, the last event being the one that differs (none: the start). */
  readonly events: readonly string[];
  readonly kernel: Seen;
  readonly oracle: Seen;
}

/** What is compared after every event. */
export interface Seen {
  readonly configuration: readonly string[];
  readonly log: readonly string[];
  readonly isDone: boolean;
  readonly fault?: string;
}

/** Plays a machine in the kernel and in an oracle, event by event, until they differ or it has ended. */
export function compare(kernel: Interpreter, oracle: Interpreter, plan: Plan, events: readonly string[]): Verdict {
  const rules = RULES[oracle.name] ?? [];
  const excluding = rules.find(({ excludes }) => excludes?.(plan) === true);
  if (excluding !== undefined) return { oracle: oracle.name, steps: 0, excused: excluding.name, difference: null };

  const judge = new Judge(plan, rules);
  const one = new Played(kernel, plan);
  const other = new Played(oracle, plan);
  for (let steps = 0; ; steps++) {
    judge.look();
    const [mine, its] = [one.seen(), other.seen()];
    if (!judge.areSame(mine, its)) {
      const excused = judge.excuse();
      const difference = excused === null ? { events: events.slice(0, steps), kernel: mine, oracle: its } : null;
      return { oracle: oracle.name, steps, excused, difference };
    }
    const event = events[steps];
    if (event === undefined || mine.isDone)
      return { oracle: oracle.name, steps: steps + 1, excused: null, difference: null };
    for (const player of [judge, one, other]) player.send(event);
  }
}

/** Follows the machine in Appendix D, to know which rules have come to bear. */
class Judge {
  private readonly player: AppendixD;
  private readonly plan: Plan;
  private readonly rules: readonly Rule[];
  private readonly bearing = new Set<Rule>();
  private looked = 0;
  private isOrderLoose = false;

  constructor(plan: Plan, rules: readonly Rule[]) {
    this.plan = plan;
    this.rules = rules;
    this.player = new AppendixD(plan);
  }

  send(event: string): void {
    this.player.send(event);
  }

  look(): void {
    const fresh = this.player.microsteps.slice(this.looked);
    this.looked = this.player.microsteps.length;
    this.isOrderLoose = false;
    for (const rule of this.rules) {
      const seen = fresh.some((microstep) => rule.saw?.(microstep) === true);
      if (seen && rule.isOrder === true) this.isOrderLoose = true;
      const rests = !this.player.isDone && rule.rests?.(this.player.configuration, this.plan) === true;
      if (!seen && !rests) continue;
      this.bearing.delete(rule);
      this.bearing.add(rule);
    }
  }

  /** Whether they are the same, but for an order that a rule of this very step excuses (and numbers counted in that order). */
  areSame(one: Seen, other: Seen): boolean {
    if (this.isOrderLoose) return JSON.stringify(unordered(one)) === JSON.stringify(unordered(other));
    return JSON.stringify(one) === JSON.stringify(other);
  }

  /** The rule that came to bear last: what it tells of is the nearest cause. */
  excuse(): string | null {
    return [...this.bearing].at(-1)?.name ?? null;
  }
}

function unordered(seen: Seen): Seen {
  return { ...seen, log: seen.log.map((line) => line.replace(/=.*$/u, '')).sort() };
}

/** A player whose failure is something to be seen, not something to fail at. */
class Played {
  private player: Player | null = null;
  private fault: string | null = null;

  constructor(interpreter: Interpreter, plan: Plan) {
    this.attempt(() => (this.player = interpreter.start(plan)));
  }

  send(event: string): void {
    this.attempt(() => this.player?.send(event));
  }

  seen(): Seen {
    const { player, fault } = this;
    if (player === null || fault !== null) return { configuration: [], log: [], isDone: true, fault: fault ?? '' };
    return { configuration: player.configuration, log: player.takeLog(), isDone: player.isDone };
  }

  private attempt(what: () => unknown): void {
    try {
      what();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.fault = error instanceof GaveUp ? error.message : `${error.name}: ${error.message}`;
    }
  }
}
