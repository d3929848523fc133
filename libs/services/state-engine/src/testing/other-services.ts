import {
  CallOutcome,
  type AdaptorsService,
  type CallIntegrationRequest,
  type CallIntegrationResponse,
  type Client,
  type ModelOrchestratorService,
  type SecurityService,
} from '@parley/contracts';
import type { Value } from '@parley/expression';
import { canonicalBytes } from '@parley/message';

/** What the far side of the only integration answers, in this order; then `done`. */
export type BankScript = ('done' | 'failed' | 'lost')[];

/** Knows one connection, whose flow is the bank’s transfer. What the engine does not call is missing: calling it fails the test. */
export function oneConnection(tenant: string, connection: string): Client<SecurityService> {
  const known = {
    connection,
    tenant,
    channel: 'web-chat',
    flow: 'bank-transfer',
    settingsJson: new Uint8Array(0),
    createdAt: 0,
  };
  return { getConnection: () => Promise.resolve({ connection: known }) } as unknown as Client<SecurityService>;
}

/** Answers by the script, and keeps what it was asked for in `calls`. */
export function scriptedBank(
  script: BankScript,
  calls: CallIntegrationRequest[],
  keyed: boolean,
): Client<AdaptorsService> {
  const transfer = { name: 'transfer', safe: false, input: { amount: 'number', to: 'string' } };
  const operations = [{ ...transfer, keysKeptMs: keyed ? 86_400_000 : undefined }];
  const answered = (kind: 'done' | 'failed' | 'lost', value: Value): CallIntegrationResponse => ({
    outcome: { done: CallOutcome.DONE, failed: CallOutcome.FAILED, lost: CallOutcome.LOST }[kind],
    valueJson: canonicalBytes(value),
    reason: kind,
  });
  return {
    callIntegration: (request) => {
      calls.push(request);
      return Promise.resolve(answered(script.shift() ?? 'done', { id: 'T-1' }));
    },
    listManifests: () => Promise.resolve({ manifests: [{ name: 'demo-bank', operations }] }),
  };
}

export function noModels(): Client<ModelOrchestratorService> {
  return {
    understand: () => Promise.reject(new Error('no model is expected to be asked')),
    listModels: () => Promise.resolve({ models: [] }),
  };
}
