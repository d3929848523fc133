import { LanguageModel, type UnderstandAnswer, type UnderstandRequest } from './language-model.ts';

/** What a scripted model knows of one text. */
export type ScriptedAnswer = Partial<UnderstandAnswer> & {
  /** How long it thinks, ms. */
  readonly afterMs?: number;
  /** Rejects with this message instead. */
  readonly fails?: string;
};

const UNKNOWN: UnderstandAnswer = { intent: null, confidence: 0, entities: {}, alternatives: [] };

/**
 * The scripted model: it knows the texts of its script, word for word, and nothing else; it can be slow or fail on demand.
 * The twin for tests, and the model of demonstrations that must say the same each time.
 */
export class MemoryLanguageModel extends LanguageModel {
  readonly name = 'scripted';
  private readonly script: ReadonlyMap<string, ScriptedAnswer>;

  constructor(script: Readonly<Record<string, ScriptedAnswer>>) {
    super();
    this.script = new Map(Object.entries(script).map(([text, answer]) => [normal(text), answer]));
  }

  override async understand(request: UnderstandRequest): Promise<UnderstandAnswer> {
    request.signal.throwIfAborted();
    const scripted = this.script.get(normal(request.text));
    if (scripted?.afterMs !== undefined) await thinking(scripted.afterMs, request.signal);
    if (scripted?.fails !== undefined) throw new Error(scripted.fails);
    const { intent, confidence, entities, alternatives } = { ...UNKNOWN, confidence: 1, ...scripted };
    const others = alternatives.filter((other) => request.intents.includes(other.intent));
    const known = intent !== null && request.intents.includes(intent);
    return known ? { intent, confidence, entities, alternatives: others } : { ...UNKNOWN, alternatives: others };
  }
}

const normal = (text: string): string => text.trim().toLowerCase();

function thinking(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });
}
