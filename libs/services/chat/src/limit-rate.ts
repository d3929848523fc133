import type { Stimulus } from '@parley/message';
import type { ChatPorts } from './chat-ports.ts';
import type { ChatConfig } from './config.ts';

export type LimitedRate =
  | { readonly kind: 'taken'; readonly stimuli: readonly Stimulus[] }
  | { readonly kind: 'flood'; readonly retryInMs: number };

/**
 * One visitor cannot starve the others. Over the visitor's rate a genuine message is still durable and ends `throttled`;
 * only a flood, which no person types, is refused (DURABILITY 21).
 */
export async function limitRate(
  ports: Pick<ChatPorts, 'rates'>,
  config: Pick<ChatConfig, 'visitorRate' | 'floodRate'>,
  stimuli: readonly Stimulus[],
  now: number,
): Promise<LimitedRate> {
  const taken: Stimulus[] = [];
  for (const stimulus of stimuli) {
    const bucket = `${stimulus.tenant}:${stimulus.conversation}`;
    const usual = await ports.rates.take(`visitor:${bucket}`, config.visitorRate, now);
    if (usual.allowed) {
      taken.push(stimulus);
      continue;
    }
    const flood = await ports.rates.take(`flood:${bucket}`, config.floodRate, now);
    if (!flood.allowed) return { kind: 'flood', retryInMs: flood.retryInMs };
    taken.push({ ...stimulus, throttled: true });
  }
  return { kind: 'taken', stimuli: taken };
}
