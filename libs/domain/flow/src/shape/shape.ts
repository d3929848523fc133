import type { JsonNode } from '../json/json-node.ts';

/**
 * What a part of a flow's text must look like. One description serves twice: the checker reads texts by it, and the
 * published JSON Schema is written from it, so the two cannot differ.
 */
export type Shape =
  TextShape | NumberShape | FlagShape | AnythingShape | ListShape | MapShape | RecordShape | VariantShape;

interface Described {
  readonly description?: string;
}

export interface TextShape extends Described {
  readonly kind: 'text';
  readonly choices?: readonly string[];
  /** A pattern and how to say it. */
  readonly pattern?: RegExp;
  readonly says?: string;
  readonly maxLength?: number;
  /** Stable code of a text that does not fit. */
  readonly code?: string;
}

export interface NumberShape extends Described {
  readonly kind: 'number';
  readonly whole?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly code?: string;
}

export interface FlagShape extends Described {
  readonly kind: 'flag';
}

export interface AnythingShape extends Described {
  readonly kind: 'anything';
}

export interface ListShape extends Described {
  readonly kind: 'list';
  readonly of: Shape;
  readonly minItems?: number;
  /** One value may stand for a list of one. */
  readonly orOne?: boolean;
}

/** An object whose keys are names chosen by the author, in text order. */
export interface MapShape extends Described {
  readonly kind: 'map';
  readonly of: Shape;
  readonly key: RegExp;
  readonly says: string;
  readonly minEntries?: number;
}

export interface RecordShape extends Described {
  readonly kind: 'record';
  readonly fields: Readonly<Record<string, Field>>;
  /** Keys that are not known are let through (what the part is, is itself unknown). */
  readonly lenient?: boolean;
}

export interface Field {
  readonly shape: Shape;
  readonly required?: boolean;
}

/** One of several shapes; `choose` looks at the text and tells which, or what is wrong. */
export interface VariantShape extends Described {
  readonly kind: 'variant';
  readonly name: string;
  readonly options: () => readonly Shape[];
  readonly choose: (node: JsonNode) => Shape | Choice;
}

export interface Choice {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
  /** By which shape to read on, so that what is inside is checked all the same. */
  readonly instead?: Shape;
}

export const text = (options: Omit<TextShape, 'kind'> = {}): TextShape => ({ kind: 'text', ...options });
export const number = (options: Omit<NumberShape, 'kind'> = {}): NumberShape => ({ kind: 'number', ...options });
export const flag = (description?: string): FlagShape => ({ kind: 'flag', ...(description && { description }) });
export const anything = (description?: string): AnythingShape => ({
  kind: 'anything',
  ...(description && { description }),
});
export const list = (of: Shape, options: Omit<ListShape, 'kind' | 'of'> = {}): ListShape => ({
  kind: 'list',
  of,
  ...options,
});
export const oneOrMany = (of: Shape, description?: string): ListShape =>
  list(of, { orOne: true, minItems: 1, ...(description && { description }) });
export const record = (fields: Readonly<Record<string, Field>>, description?: string): RecordShape => ({
  kind: 'record',
  fields,
  ...(description && { description }),
});
export const map = (of: Shape, options: Omit<MapShape, 'kind' | 'of'>): MapShape => ({ kind: 'map', of, ...options });
export const required = (shape: Shape): Field => ({ shape, required: true });
export const optional = (shape: Shape): Field => ({ shape });
