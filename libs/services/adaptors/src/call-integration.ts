import type { ValueMap } from '@parley/expression';
import type { Integration, IntegrationAnswer } from '@parley/ports';

export interface CallIntegration {
  readonly integrations: ReadonlyMap<string, Integration>;
  readonly now: () => number;
}

export interface IntegrationRequest {
  readonly tenant: string;
  /** `<integration>.<operation>`. */
  readonly adapter: string;
  readonly key: string;
  readonly input: ValueMap;
  /** ms since the epoch. */
  readonly deadline: number;
}

export type CallAnswer = IntegrationAnswer | { readonly kind: 'unknown-integration' };

/** Calls once, until the deadline. What an integration throws, and what comes too late, nobody knows: `lost`. */
export async function callIntegration(self: CallIntegration, request: IntegrationRequest): Promise<CallAnswer> {
  const { tenant, adapter, key, input, deadline } = request;

  // 1 Who offers it?
  const [name = '', operation = ''] = adapter.split('.');
  const integration = self.integrations.get(name);
  if (integration === undefined || !Object.hasOwn(integration.manifest.operations, operation)) {
    return { kind: 'unknown-integration' };
  }

  // 2 A call that would begin too late does not begin.
  const leftMs = deadline - self.now();
  if (leftMs <= 0) return { kind: 'failed', reason: 'deadline' };

  // 3 The call and its time-out, whichever is first.
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), leftMs);
  try {
    const call = integration.call({ tenant, operation, key, input, signal: controller.signal });
    return await Promise.race([call, timedOut(controller.signal)]);
  } catch {
    return { kind: 'lost', reason: 'integration.threw' };
  } finally {
    clearTimeout(timer);
  }
}

function timedOut(signal: AbortSignal): Promise<IntegrationAnswer> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ kind: 'lost', reason: 'timeout' }), { once: true });
  });
}
