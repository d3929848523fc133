import type { Value } from '@parley/expression';

/** A model behind the model-orchestrator. Always an operation, never called inside a turn. */
export abstract class LanguageModel {
  abstract readonly name: string;
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
  readonly intent: string | null;
  readonly confidence: number;
  readonly entities: Readonly<Record<string, Value>>;
  readonly alternatives: readonly { readonly intent: string; readonly confidence: number }[];
}
