import type { Value, ValueMap } from '@parley/expression';
import type { CompileOptions, Input } from '@parley/statechart';
import { CommandFault } from './answer.ts';

export interface LoadOptions extends CompileOptions {
  /** `_sessionid`, and the beginning of operation ids. */
  readonly sessionid?: string;
  /** Whether every answer carries the trace of its steps. */
  readonly trace?: boolean;
}

export type Command =
  | { readonly kind: 'load'; readonly machine: unknown; readonly options: LoadOptions }
  | { readonly kind: 'loadScxml'; readonly xml: string; readonly options: LoadOptions }
  | { readonly kind: 'start'; readonly input: ValueMap; readonly now: number }
  | { readonly kind: 'input'; readonly input: Input }
  | { readonly kind: 'advance'; readonly ms: number }
  | { readonly kind: 'snapshot' }
  | {
      readonly kind: 'restore';
      readonly snapshot: unknown;
      readonly now: number | undefined;
      readonly seq: number | undefined;
    };

type Json = Readonly<Record<string, unknown>>;
type Reading = (value: unknown, line: Json) => Command;

/** Reads one line's command. @throws CommandFault naming what is wrong with it. */
export function readCommand(line: string): Command {
  const json = readJson(line);
  if (!isMap(json)) throw new CommandFault('not-a-command', `A command is an object with one of: ${NAMES}.`);
  const names = Object.keys(json).filter((key) => READINGS.has(key));
  const [name = ''] = names;
  const reading = READINGS.get(name);
  if (reading === undefined || names.length > 1) {
    const said = names.length > 1 ? `${names.join(' and ')} in one line` : `none of its keys is known`;
    throw new CommandFault('command-unknown', `A line holds one command, of: ${NAMES}; here ${said}.`);
  }
  const beside = BESIDE[name] ?? [];
  const stranger = Object.keys(json).find((key) => key !== name && !beside.includes(key));
  if (stranger !== undefined) {
    const may = beside.length === 0 ? 'nothing else' : beside.join(', ');
    throw malformed(`Beside '${name}' there may be ${may}, not '${stranger.slice(0, 80)}'.`);
  }
  return reading(json[name], json);
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    const said = error instanceof Error ? error.message.slice(0, 200) : 'unreadable';
    throw new CommandFault('not-json', `This line is not JSON: ${said}.`);
  }
}

const READINGS: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['load', (machine, line) => ({ kind: 'load', machine, options: readOptions(line['options']) })],
  [
    'loadScxml',
    (xml, line) => ({ kind: 'loadScxml', xml: text(xml, 'loadScxml'), options: readOptions(line['options']) }),
  ],
  ['start', readStart],
  ['event', readEvent],
  ['result', readResult],
  ['advance', (ms) => ({ kind: 'advance', ms: time(ms, 'advance') })],
  ['snapshot', readSnapshot],
  ['restore', readRestore],
]);

const NAMES = [...READINGS.keys()].join(', ');

/** What may stand beside a command in its line. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  load: ['options'],
  loadScxml: ['options'],
  restore: ['now', 'seq'],
};

function readOptions(options: unknown): LoadOptions {
  if (options === undefined) return {};
  const map = known(options, 'options', ['limits', 'identity', 'faults', 'eventProcessors', 'sessionid', 'trace']);
  const { limits, identity, faults, eventProcessors, sessionid, trace } = map;
  if (limits !== undefined && !(isMap(limits) && Object.values(limits).every((limit) => typeof limit === 'number')))
    throw malformed(`'limits' is an object of numbers.`);
  if (faults !== undefined && faults !== 'load' && faults !== 'run') throw malformed(`'faults' is load or run.`);
  if (eventProcessors !== undefined && !isTexts(eventProcessors))
    throw malformed(`'eventProcessors' is a list of texts.`);
  if (trace !== undefined && typeof trace !== 'boolean') throw malformed(`'trace' is true or false.`);
  return {
    ...(limits === undefined ? {} : { limits }),
    ...(identity === undefined ? {} : { identity: text(identity, 'identity') }),
    ...(faults === undefined ? {} : { faults }),
    ...(eventProcessors === undefined ? {} : { eventProcessors }),
    ...(sessionid === undefined ? {} : { sessionid: text(sessionid, 'sessionid') }),
    ...(trace === undefined ? {} : { trace }),
  };
}

function readStart(value: unknown): Command {
  if (value === true) return { kind: 'start', input: {}, now: 0 };
  const { input, now } = known(value, 'start', ['input', 'now']);
  if (input !== undefined && !isMap(input)) throw malformed(`'input' is an object: data root → value.`);
  return { kind: 'start', input: (input ?? {}) as ValueMap, now: now === undefined ? 0 : time(now, 'now') };
}

function readEvent(value: unknown): Command {
  const written = typeof value === 'string' ? { name: value } : value;
  const { name, data, ...others } = known(written, 'event', ['name', 'data', ...EVENT_TEXTS]);
  return {
    kind: 'input',
    input: {
      kind: 'event',
      name: text(name, 'name'),
      ...(data === undefined ? {} : { data: data as Value }),
      ...Object.fromEntries(Object.entries(others).map(([key, value]) => [key, text(value, key)])),
    },
  };
}

/** What an event may say of its sender (W3C 5.10.1), and `id`: the stimulus it came by. */
const EVENT_TEXTS = ['id', 'sendid', 'origin', 'origintype'] as const;

function readResult(value: unknown): Command {
  const { operation, outcome, value: given } = known(value, 'result', ['operation', 'outcome', 'value']);
  if (outcome !== 'done' && outcome !== 'failed' && outcome !== 'unknown')
    throw malformed(`'outcome' is one of done, failed, unknown.`);
  const result: Input = { kind: 'result', operation: text(operation, 'operation'), outcome };
  return { kind: 'input', input: given === undefined ? result : { ...result, value: given as Value } };
}

function readSnapshot(value: unknown): Command {
  if (value !== true) throw malformed(`Ask for it as {"snapshot": true}.`);
  return { kind: 'snapshot' };
}

function readRestore(snapshot: unknown, { now, seq }: Json): Command {
  if (seq !== undefined && !(Number.isSafeInteger(seq) && (seq as number) >= 0))
    throw malformed(`'seq' is the number that came with the snapshot.`);
  return {
    kind: 'restore',
    snapshot,
    now: now === undefined ? undefined : time(now, 'now'),
    seq: seq === undefined ? undefined : (seq as number),
  };
}

function known(value: unknown, name: string, keys: readonly string[]): Json {
  if (!isMap(value)) throw malformed(`'${name}' is an object with: ${keys.join(', ')}.`);
  const stranger = Object.keys(value).find((key) => !keys.includes(key));
  if (stranger === undefined) return value;
  throw malformed(`'${name}' has ${keys.join(', ')}; not '${stranger.slice(0, 80)}'.`);
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw malformed(`'${name}' is a text.`);
}

function time(value: unknown, name: string): number {
  if (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER) return value;
  throw malformed(`'${name}' is a number of milliseconds, 0 or more.`);
}

function malformed(message: string): CommandFault {
  return new CommandFault('command-malformed', message);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
