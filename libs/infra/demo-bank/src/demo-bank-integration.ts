import {
  faultOf,
  Integration,
  type IntegrationAnswer,
  type IntegrationCall,
  type IntegrationManifest,
} from '@parley/ports';
import type { BankAnswer, BankDoor } from './bank.ts';

const keysKeptMs = 24 * 3600 * 1000;

export interface DemoBankOptions {
  /** false = a bank that takes no keys: a lost answer stays unknown for ever. */
  readonly keyed: boolean;
}

/** `demo-bank.transfer` {amount, to} → {id}; `demo-bank-unkeyed.transfer` is the same without idempotency keys. */
export class DemoBankIntegration extends Integration {
  override readonly manifest: IntegrationManifest;
  private readonly bank: BankDoor;
  private readonly isKeyed: boolean;

  constructor(bank: BankDoor, { keyed }: DemoBankOptions) {
    super();
    this.bank = bank;
    this.isKeyed = keyed;
    this.manifest = {
      name: keyed ? 'demo-bank' : 'demo-bank-unkeyed',
      operations: {
        transfer: { safe: false, keysKeptMs: keyed ? keysKeptMs : null, input: { amount: 'number', to: 'string' } },
      },
    };
  }

  override async call(call: IntegrationCall): Promise<IntegrationAnswer> {
    const fault = faultOf(this.manifest, call);
    if (fault !== null) return { kind: 'failed', reason: fault };
    if (call.signal.aborted) return lost('The caller gave up.');
    try {
      return toAnswer(await Promise.race([this.transfer(call), givenUp(call.signal)]));
    } catch (error) {
      return lost(error instanceof Error ? error.message : 'The line was cut.');
    }
  }

  private transfer({ tenant, key, input, signal }: IntegrationCall): Promise<BankAnswer> {
    const { amount, to } = input;
    return this.bank.transfer(
      { tenant, key: this.isKeyed ? key : null, amount: Number(amount), to: String(to) },
      signal,
    );
  }
}

function toAnswer(answer: BankAnswer): IntegrationAnswer {
  switch (answer.kind) {
    case 'done':
      return { kind: 'done', value: { id: answer.id } };
    case 'refused':
      return { kind: 'failed', reason: answer.reason };
    case 'silent':
      return lost('The bank gave no answer.');
  }
}

const lost = (reason: string): IntegrationAnswer => ({ kind: 'lost', reason });

function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('The caller gave up.')), { once: true });
  });
}
