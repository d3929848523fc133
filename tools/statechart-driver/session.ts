import { compile, nextDue, restore, start, step } from '@parley/statechart';
import type { At, CoreMachine, Effect, Input, Machine, Problem, Snapshot, Step } from '@parley/statechart';
import type { importScxml as ScxmlImport } from '@parley/scxml';
import { CommandFault } from './answer.ts';
import type { Answer, Logged, State, Status } from './answer.ts';
import { readCommand } from './command.ts';
import type { Command, LoadOptions } from './command.ts';

/** Delays fired by one `advance`. A machine that sets a delay again and again would never let the clock arrive. */
const MAX_FIRINGS = 100_000;

/** One machine at a time, driven by lines. Knows nothing of streams; never throws. */
export class Session {
  private readonly importScxml: typeof ScxmlImport | null;
  private machine: Machine | null = null;
  private options: LoadOptions = {};
  private snapshot: Snapshot | null = null;
  private now = 0;
  private seq = 0;

  constructor(importScxml: typeof ScxmlImport | null = null) {
    this.importScxml = importScxml;
  }

  /** The answer to one line. */
  answer(line: string): Answer {
    try {
      return this.carryOut(readCommand(line));
    } catch (error) {
      if (error instanceof CommandFault) return { error: { code: error.code, message: error.message } };
      const said = error instanceof Error ? error.message.slice(0, 500) : 'unknown';
      return { error: { code: 'driver-fault', message: `The driver itself failed: ${said}` } };
    }
  }

  private carryOut(command: Command): Answer {
    switch (command.kind) {
      case 'load':
        return this.load(command.machine, command.options);
      case 'loadScxml':
        return this.loadScxml(command.xml, command.options);
      case 'start':
        return this.start(command);
      case 'input':
        return this.give(command.input);
      case 'advance':
        return this.advance(command.ms);
      case 'snapshot':
        return { ...this.state(), snapshot: this.started().snapshot, now: this.now, seq: this.seq };
      case 'restore':
        return this.restore(command);
    }
  }

  private load(source: unknown, options: LoadOptions): Answer {
    this.machine = null;
    this.snapshot = null;
    const { sessionid: _sessionid, trace: _trace, ...compiling } = options;
    const machine = typeof source === 'string' ? source : (source as CoreMachine);
    // As W3C has it: what cannot be read is an error when it is reached. `"faults": "load"` asks for the stricter way.
    const compiled = compile(machine, { faults: 'run', ...compiling });
    if (!compiled.ok) {
      const { problems } = compiled;
      const message = `This machine has ${problems.length} problem(s): ${problems[0]?.message ?? ''}`;
      return { ...this.state(), problems, error: { code: 'machine-refused', message } };
    }
    this.machine = compiled.machine;
    this.options = options;
    this.now = 0;
    this.seq = 0;
    return this.state();
  }

  private loadScxml(xml: string, options: LoadOptions): Answer {
    if (this.importScxml === null) throw new CommandFault('scxml-off', 'Start the driver with --scxml to load SCXML.');
    const imported = this.importScxml(xml);
    if (!imported.ok) {
      const { problems } = imported;
      const message = `This SCXML has ${problems.length} problem(s): ${problems[0]?.message ?? ''}`;
      this.machine = null;
      this.snapshot = null;
      return { ...this.state(), error: { code: 'scxml-refused', message, problems } };
    }
    return { ...this.load(imported.machine, options), machine: imported.machine, notes: imported.notes };
  }

  private start({ input, now }: Command & { readonly kind: 'start' }): Answer {
    const machine = this.loaded();
    this.now = now;
    this.seq = 1;
    const first = start(machine, input, this.at());
    this.snapshot = first.snapshot;
    return this.told([first]);
  }

  private give(input: Input): Answer {
    const taken = this.take(input);
    const { outcome, refusal } = taken;
    return { ...this.told([taken]), outcome, ...(refusal === undefined ? {} : { refusal }) };
  }

  private take(input: Input): Step {
    const { machine, snapshot } = this.started();
    this.seq++;
    const taken = step(machine, snapshot, input, this.at());
    this.snapshot = taken.snapshot;
    return taken;
  }

  /** Lets the clock run: it stops at every delay that is due on the way, so that each fires at its own time. */
  private advance(ms: number): Answer {
    const until = this.now + ms;
    const steps: Step[] = [];
    for (let firings = 0; ; firings++) {
      const due = this.nextDue();
      if (due === null || due > until) break;
      if (firings === MAX_FIRINGS) return this.tooManyFirings(steps);
      this.now = Math.max(this.now, due);
      const taken = this.take({ kind: 'time' });
      if (isWorthKeeping(taken, this.options.trace === true)) steps.push(taken);
    }
    this.now = until;
    return { ...this.told(steps), now: this.now };
  }

  private nextDue(): number | null {
    const { snapshot } = this.started();
    return snapshot.status === 'done' ? null : nextDue(snapshot);
  }

  private tooManyFirings(steps: readonly Step[]): Answer {
    const message = `More than ${MAX_FIRINGS} delays fired; the clock stopped at ${this.now} ms.`;
    const answer = this.told(steps);
    return {
      ...answer,
      now: this.now,
      problems: [...answer.problems, { pointer: '', code: 'limit-firings', message }],
    };
  }

  private restore({ snapshot, now, seq }: Command & { readonly kind: 'restore' }): Answer {
    const machine = this.loaded();
    const restored = restore(machine, typeof snapshot === 'string' ? snapshot : JSON.stringify(snapshot));
    if (!restored.ok) {
      const { problems } = restored;
      const message = problems[0]?.message ?? 'This snapshot cannot be read.';
      return { ...this.state(), problems, error: { code: 'snapshot-refused', message } };
    }
    this.snapshot = restored.snapshot;
    if (now !== undefined) this.now = now;
    if (seq !== undefined) this.seq = seq;
    return this.state();
  }

  /** What these steps made known, and where the machine stands after them. */
  private told(steps: readonly Step[]): State {
    const effects = steps.flatMap((taken) => taken.effects);
    return {
      ...this.state(),
      effects: effects.filter(({ kind }) => kind !== 'log'),
      log: effects.flatMap(logged),
      problems: steps.flatMap(problemsOf),
      ...(this.options.trace === true ? { trace: steps.flatMap((taken) => taken.trace) } : {}),
    };
  }

  private state(): State {
    const { machine, snapshot } = this;
    const status: Status = snapshot?.status ?? (machine === null ? 'empty' : 'loaded');
    const common: State = { configuration: snapshot?.configuration ?? [], status, effects: [], log: [], problems: [] };
    return snapshot?.output === undefined ? common : { ...common, output: snapshot.output };
  }

  private at(): At {
    const { sessionid = 'session' } = this.options;
    return { now: this.now, seed: sessionid, conversation: sessionid, seq: this.seq };
  }

  private loaded(): Machine {
    if (this.machine !== null) return this.machine;
    throw new CommandFault('nothing-loaded', 'Load a machine first: {"load": {…}}.');
  }

  private started(): { readonly machine: Machine; readonly snapshot: Snapshot } {
    const machine = this.loaded();
    if (this.snapshot !== null) return { machine, snapshot: this.snapshot };
    throw new CommandFault('not-started', 'Start the machine first: {"start": {}}.');
  }
}

/** A clock that ticks a million times must not fill the memory with steps that said nothing. */
function isWorthKeeping(taken: Step, isTraced: boolean): boolean {
  return isTraced || taken.effects.length > 0 || taken.outcome !== 'taken' || taken.failures !== undefined;
}

function logged(effect: Effect): readonly Logged[] {
  return effect.kind === 'log' ? [{ label: effect.label, value: effect.value }] : [];
}

const REFUSALS: Readonly<Record<string, string>> = {
  'reserved-event': 'Events whose name begins with done, error, after or op cannot come from outside.',
  'stale-operation': 'No such operation is open.',
  'queue-full': 'The queue of deferred events is full.',
  'machine-done': 'The machine has ended.',
  'nothing-due': 'No delay is due.',
};

function problemsOf({ refusal, failure, failures = [] }: Step): readonly Problem[] {
  const refused = refusal === undefined ? [] : [{ code: refusal, at: '', message: REFUSALS[refusal] ?? refusal }];
  const failed = failures.length > 0 || failure === undefined ? failures : [failure];
  return [...refused, ...failed].map(({ code, at, message }) => ({ pointer: at, code, message }));
}
