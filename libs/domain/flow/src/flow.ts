import type { Type, Value, ValueMap } from '@parley/expression';
import type { TrainingSet } from '@parley/nlu';
import type { CoreMachine, Machine, Snapshot } from '@parley/statechart';
import type { CompiledTemplate } from '@parley/template';
import type { FlowOperation } from './desugar/desugar-integration.ts';
import type { AuthoredGoal, AuthoredSlot } from './format/authored.ts';
import { isMap, ownField } from './own-field.ts';

/** A flow that passed every check: immutable, made once per hash. */
export interface Flow {
  /** sha-256 (hex) of the author's text. */
  readonly hash: string;
  readonly id: string;
  readonly title: string;
  /** The first is the default. */
  readonly languages: readonly string[];
  /** An intent below this confidence is not understood. */
  readonly threshold: number;
  /** The model outside that is asked what a message means; null = the local one understands. */
  readonly remoteModel: FlowOperation | null;
  readonly core: CoreMachine;
  readonly machine: Machine;
  readonly profile: ReadonlyMap<string, Type>;
  readonly vars: ReadonlyMap<string, Type>;
  readonly slots: ReadonlyMap<string, AuthoredSlot>;
  /** Declared outside events with the types of their data. */
  readonly events: ReadonlyMap<string, ReadonlyMap<string, Type>>;
  readonly intents: readonly string[];
  /** What understanding learns, per language. */
  readonly training: ReadonlyMap<string, TrainingSet>;
  /** By invoke id (the name of the integration state). */
  readonly operations: ReadonlyMap<string, FlowOperation>;
  /** Choices by the name of the state that asks. */
  readonly choices: ReadonlyMap<string, readonly FlowChoice[]>;
  /** Compiled texts by the JSON pointer of the text, then by language. */
  readonly texts: ReadonlyMap<string, ReadonlyMap<string, CompiledTemplate>>;
  readonly apology: ReadonlyMap<string, string>;
  readonly handoffs: ReadonlySet<string>;
  readonly goals: readonly AuthoredGoal[];
}

export interface FlowChoice {
  readonly intent: string;
  /** Per language. */
  readonly label: ReadonlyMap<string, string>;
}

/** What the kernel's `start` gets for an episode: the profile's declared fields, where they fit their types. */
export function initialData(flow: Flow, profile: Value | undefined): ValueMap {
  const kept = [...flow.profile].flatMap(([name, type]) => {
    const value = ownField(profile, name);
    return value !== undefined && fits(value, type) ? [[name, value] as const] : [];
  });
  return { profile: Object.fromEntries(kept) };
}

/** Whether a value is of a declared type. */
export function fits(value: Value, type: Type): boolean {
  if (value === null) return type.nullable === true || type.kind === 'null' || type.kind === 'any';
  switch (type.kind) {
    case 'any':
      return true;
    case 'null':
      return false;
    case 'bool':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number';
    case 'string':
      return typeof value === 'string';
    case 'list':
      return Array.isArray(value) && value.every((item) => fits(item, type.of));
    case 'map':
      return isMap(value) && Object.entries(type.fields ?? {}).every(([name, field]) => fitsField(value, name, field));
  }
}

function fitsField(map: ValueMap, name: string, type: Type): boolean {
  const value = ownField(map, name);
  return value === undefined ? type.nullable === true : fits(value, type);
}

/** Whether a person has taken over: no message is answered by the bot. */
export function isMuted(flow: Flow, snapshot: Snapshot): boolean {
  return snapshot.configuration.some((state) => flow.handoffs.has(state));
}
