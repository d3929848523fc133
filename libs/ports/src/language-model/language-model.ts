import type { Value } from '@parley/expression';

/** A model behind the model-orchestrator. Always an operation, never called inside a turn. */
export abstract class LanguageModel {
  abstract readonly name: string;
  /** Rejects when the model cannot be asked, and at once when the signal aborts. What it answers names only intents asked for. */
  abstract understand(request: UnderstandRequest): Promise<UnderstandAnswer>;
}

export interface UnderstandRequest {
  readonly tenant: string;
  readonly flow: string;
  readonly text: string;
  readonly language: string;
  readonly intents: readonly string[];
  readonly signal: AbortSignal;
}

export interface UnderstandAnswer {
  /** null = none of them; confidence is 0 then. */
  readonly intent: string | null;
  /** 0 to 1. */
  readonly confidence: number;
  readonly entities: Readonly<Record<string, Value>>;
  /** In falling order of confidence. */
  readonly alternatives: readonly { readonly intent: string; readonly confidence: number }[];
}
