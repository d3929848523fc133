import {
  CallOutcome,
  ServiceFault,
  type AdaptorsService,
  type CallIntegrationRequest,
  type CallIntegrationResponse,
  type ListManifestsResponse,
} from '@parley/contracts';
import type { ValueMap } from '@parley/expression';
import { canonicalBytes, parseJson } from '@parley/message';
import type { IntegrationAnswer } from '@parley/ports';
import { callIntegration, type CallIntegration } from './call-integration.ts';

const maxDepth = 32;
const nothing = new Uint8Array(0);

/** The contract's face of integrations: it only translates. */
export class AdaptorsController implements AdaptorsService {
  private readonly self: CallIntegration;

  constructor(self: CallIntegration) {
    this.self = self;
  }

  async callIntegration(request: CallIntegrationRequest): Promise<CallIntegrationResponse> {
    const { tenant, adapter, key, deadline } = request;
    const answer = await callIntegration(this.self, { tenant, adapter, key, input: inputOf(request), deadline });
    if (answer.kind === 'unknown-integration') {
      throw new ServiceFault('NOT_FOUND', 'integration.unknown', `There is no integration ${adapter}.`);
    }
    return toWire(answer);
  }

  listManifests(): Promise<ListManifestsResponse> {
    const manifests = [...this.self.integrations.values()].map(({ manifest }) => ({
      name: manifest.name,
      operations: Object.entries(manifest.operations).map(([name, { safe, keysKeptMs, input }]) => ({
        ...{ name, safe, input: { ...input } },
        keysKeptMs: keysKeptMs ?? undefined,
      })),
    }));
    return Promise.resolve({ manifests });
  }
}

function inputOf({ inputJson }: CallIntegrationRequest): ValueMap {
  const parsed = parseJson(inputJson, maxDepth);
  if (parsed.ok && typeof parsed.value === 'object' && parsed.value !== null && !Array.isArray(parsed.value)) {
    return parsed.value as ValueMap;
  }
  throw new ServiceFault('INVALID_ARGUMENT', 'integration.input', 'The input is not a JSON object.');
}

function toWire(answer: IntegrationAnswer): CallIntegrationResponse {
  switch (answer.kind) {
    case 'done':
      return { outcome: CallOutcome.DONE, valueJson: canonicalBytes(answer.value), reason: '' };
    case 'failed':
      return { outcome: CallOutcome.FAILED, valueJson: nothing, reason: answer.reason };
    case 'lost':
      return { outcome: CallOutcome.LOST, valueJson: nothing, reason: answer.reason };
  }
}
