import type { LanguageModel, UnderstandAnswer } from '@parley/ports';

export interface UnderstandMessage {
  readonly models: ReadonlyMap<string, LanguageModel>;
  /** No call takes longer, ms. */
  readonly timeoutMs: number;
}

export interface MessageToUnderstand {
  readonly tenant: string;
  readonly model: string;
  readonly flow: string;
  readonly text: string;
  readonly language: string;
  readonly intents: readonly string[];
}

export type UnderstoodMessage =
  | { readonly kind: 'understood'; readonly understood: UnderstandAnswer }
  | { readonly kind: 'unknown-model' | 'failed' | 'timed-out' };

/** Asks one model once, and no longer than it may take. */
export async function understandMessage(
  self: UnderstandMessage,
  { model: name, ...message }: MessageToUnderstand,
): Promise<UnderstoodMessage> {
  const model = self.models.get(name);
  if (model === undefined) return { kind: 'unknown-model' };
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), self.timeoutMs);
  try {
    const asked = model.understand({ ...message, signal: controller.signal });
    return await Promise.race([
      asked.then((understood) => ({ kind: 'understood' as const, understood })),
      timeout(controller.signal),
    ]);
  } catch {
    return { kind: controller.signal.aborted ? 'timed-out' : 'failed' };
  } finally {
    clearTimeout(timer);
  }
}

function timeout(signal: AbortSignal): Promise<UnderstoodMessage> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ kind: 'timed-out' }), { once: true });
  });
}
