import type { Value, ValueMap } from '@parley/expression';
import { faultOf } from './fault-of.ts';
import { Integration, type IntegrationAnswer, type IntegrationCall, type IntegrationManifest } from './integration.ts';

/** What the far side of a `MemoryIntegration` did. */
export interface Deed {
  readonly tenant: string;
  readonly operation: string;
  readonly key: string;
  readonly input: ValueMap;
  readonly value: Value;
}

/** An integration whose far side is a list of deeds, with mishaps arranged beforehand. */
export class MemoryIntegration extends Integration {
  readonly manifest: IntegrationManifest;
  readonly deeds: Deed[] = [];
  private readonly perform: (call: IntegrationCall) => Value;
  private readonly arranged: Mishap[] = [];

  constructor(manifest: IntegrationManifest, perform: (call: IntegrationCall) => Value) {
    super();
    this.manifest = manifest;
    this.perform = perform;
  }

  /** What befalls the next call. */
  arrange(mishap: Mishap): void {
    this.arranged.push(mishap);
  }

  override async call(call: IntegrationCall): Promise<IntegrationAnswer> {
    const fault = faultOf(this.manifest, call);
    if (fault !== null) return { kind: 'failed', reason: fault };
    if (call.signal.aborted) return { kind: 'lost', reason: 'aborted' };
    const mishap = this.arranged.shift();
    if (mishap === 'refused') return { kind: 'failed', reason: 'refused' };
    if (mishap === 'silent') return aborted(call.signal);
    const value = this.do(call);
    return mishap === 'answer lost' ? { kind: 'lost', reason: 'connection cut' } : { kind: 'done', value };
  }

  private do(call: IntegrationCall): Value {
    const keyed = (this.manifest.operations[call.operation]?.keysKeptMs ?? null) !== null;
    const same = (deed: Deed): boolean => deed.tenant === call.tenant && deed.key === call.key;
    const known = keyed ? this.deeds.find(same) : undefined;
    if (known) return known.value;
    const value = this.perform(call);
    const { tenant, operation, key, input } = call;
    this.deeds.push({ tenant, operation, key, input, value });
    return value;
  }
}

/** `silent`: no deed and no answer until the caller gives up; `answer lost`: the deed is done, the answer is not heard. */
export type Mishap = 'refused' | 'silent' | 'answer lost';

function aborted(signal: AbortSignal): Promise<IntegrationAnswer> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ kind: 'lost', reason: 'aborted' }), { once: true });
  });
}
