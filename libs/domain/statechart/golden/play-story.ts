import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import { activeStates, compile, nextDue, restore, start, step } from '../src/index.ts';
import type { At, CompileOptions, Input, Machine, Snapshot, Step } from '../src/index.ts';
import type { Given, Story } from './story.ts';

export type Json = unknown;
export type Records = Readonly<Record<string, Json>>;

/** A step, and with what it was made. */
interface Played {
  readonly step: Step;
  /** The same step of a machine that differs in its limits. */
  readonly again: (machine: Machine) => Step;
  readonly before: Snapshot | null;
}

/** Plays a story; if `isStored`, every step begins with what `restore` makes of the bytes of the one before. Null: it does not compile. */
export function playStory(story: Story, options: CompileOptions = {}, isStored = true): readonly Played[] | null {
  const compiled = compile(story.machine, { ...story.options, ...options });
  if (!compiled.ok) return null;
  const { machine } = compiled;
  let now = 1_000;
  const at = (seq: number): At => ({ now, seed: 'seed', conversation: 'talk', seq });
  const played: Played[] = [];
  const perform = (before: Snapshot | null, again: Played['again']): void => {
    played.push({ step: again(machine), again, before });
  };
  const first = at(1);
  perform(null, (one) => start(one, story.data ?? {}, first));
  for (const [index, given] of story.inputs.entries()) {
    const { snapshot } = (played.at(-1) as Played).step;
    const before = isStored ? stored(machine, snapshot) : snapshot;
    if (typeof given === 'object' && 'wait' in given) now += given.wait;
    const [input, moment] = [inputOf(given, before), at(index + 2)];
    perform(before, (one) => step(one, before, input, moment));
  }
  return played;
}

function stored(machine: Machine, snapshot: Snapshot): Snapshot {
  const restored = restore(machine, canonical(snapshot));
  if (!restored.ok) throw new Error(`A snapshot does not come back: ${JSON.stringify(restored.problems)}`);
  return restored.snapshot;
}

function inputOf(given: Given, { operations }: Snapshot): Input {
  if (typeof given === 'string') return { kind: 'event', name: given };
  if ('kind' in given) return given;
  if ('wait' in given) return { kind: 'time' };
  if (!('answer' in given)) return { kind: 'event', name: given[0], data: given[1] };
  const { answer, ...result } = given;
  return { kind: 'result', operation: operations[answer]?.operation ?? 'none', ...result };
}

/** Everything of a step, for a person to read: of the snapshot what has changed, and the hash of its bytes. */
export function wholeStep(story: Story, { step: done, before }: Played): Json {
  const { snapshot, effects, trace, ...rest } = said(done);
  return {
    ...rest,
    ...(effects.length === 0 ? {} : { effects }),
    changed: changes(before, snapshot),
    bytes: bytesOf(snapshot),
    due: nextDue(snapshot),
    active: activeStates(machineOf(story), snapshot).join(' '),
    ...(trace.length === 0 ? {} : { trace: trace.map(line) }),
  };
}

/** The same in short: where it is, what it said, and the hash of all of it. */
export function shortStep({ step: done }: Played): Json {
  const { snapshot, effects, trace, ...rest } = said(done);
  const logs = effects.map((effect) =>
    effect.kind === 'log' ? `${effect.label} ${JSON.stringify(effect.value)}` : effect.kind,
  );
  const all = hash({ ...rest, effects, snapshot: { ...snapshot, machine: '' }, trace });
  return [done.outcome, snapshot.configuration.join(' '), logs.join(', '), all].join(' | ');
}

/** The getters of a step as plain data. */
export function said({ outcome, refusal, failure, failures, settles, snapshot, effects, trace }: Step) {
  return {
    outcome,
    ...(refusal === undefined ? {} : { refusal }),
    ...(failure === undefined ? {} : { failure }),
    ...(failures === undefined ? {} : { failures }),
    ...(settles.length === 0 ? {} : { settles }),
    snapshot,
    effects,
    trace,
  };
}

function changes(before: Snapshot | null, snapshot: Snapshot): Json {
  const then = (before ?? {}) as Readonly<Record<string, unknown>>;
  const now = snapshot as unknown as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    [...new Set([...Object.keys(then), ...Object.keys(now)])]
      .filter((key) => key !== 'machine' && JSON.stringify(then[key]) !== JSON.stringify(now[key]))
      .map((key) => [key, now[key] ?? null]),
  );
}

function line(record: object): string {
  const { type, ...rest } = record as Readonly<Record<string, unknown>>;
  return [String(type), ...Object.entries(rest).map(([key, value]) => `${key}=${plain(value)}`)].join(' ');
}

function plain(value: unknown): string {
  return typeof value === 'string' && !value.includes(' ') ? value : (JSON.stringify(value) ?? 'undefined');
}

const machines = new WeakMap<Story, Machine>();
function machineOf(story: Story): Machine {
  const known = machines.get(story);
  if (known !== undefined) return known;
  const compiled = compile(story.machine, story.options);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  machines.set(story, compiled.machine);
  return compiled.machine;
}

/** The bytes as they are stored: canonical JSON (RFC 8785). */
export function canonical(value: unknown): string {
  return canonicalize(value) ?? '';
}

function bytesOf(snapshot: Snapshot): string {
  return bytesToHex(sha256(utf8ToBytes(canonical(snapshot))));
}

/** Enough of a hash to tell a difference. */
export function hash(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonical(value)))).slice(0, 12);
}
