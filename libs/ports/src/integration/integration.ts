import type { Value, ValueMap } from '@parley/expression';

/** One adapter of the adaptors service: what it offers, and how it may be repeated. */
export abstract class Integration {
  abstract readonly manifest: IntegrationManifest;
  /**
   * Never rejects. An operation or input that the manifest does not know is `failed` without a call; an aborted signal
   * answers at once, `lost` unless it is certain that nothing happened.
   */
  abstract call(call: IntegrationCall): Promise<IntegrationAnswer>;
}

export interface IntegrationManifest {
  /** e.g. `demo-bank`. */
  readonly name: string;
  readonly operations: Readonly<Record<string, IntegrationOperation>>;
}

export interface IntegrationOperation {
  /** Repeating it changes nothing (a read). */
  readonly safe: boolean;
  /** The far side recognises a repeated key for this long, ms; null = it takes no keys. */
  readonly keysKeptMs: number | null;
  readonly input: Readonly<Record<string, 'string' | 'number' | 'bool' | 'any'>>;
}

export interface IntegrationCall {
  readonly tenant: string;
  readonly operation: string;
  /** The operation id, the same over every attempt. */
  readonly key: string;
  readonly input: ValueMap;
  readonly signal: AbortSignal;
}

export type IntegrationAnswer =
  | { readonly kind: 'done'; readonly value: Value }
  /** A definite no: nothing happened. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** Nobody knows whether it happened (time-out, cut line). */
  | { readonly kind: 'lost'; readonly reason: string };
