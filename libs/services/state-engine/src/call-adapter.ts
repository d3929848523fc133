import { CallOutcome, ServiceFault } from '@parley/contracts';
import type { Value, ValueMap } from '@parley/expression';
import { MODEL_ADAPTER } from '@parley/flow';
import { canonicalBytes, parseJson, readCanonical } from '@parley/message';
import type { EnginePorts } from './engine-ports.ts';

/** A request as it is sealed with the first attempt, and sent again byte for byte. */
export interface OperationRequest {
  readonly adapter: string;
  readonly flow: string;
  readonly language: string;
  readonly input: ValueMap;
}

export type CallAnswer =
  | { readonly kind: 'done'; readonly value: Value }
  /** A definite no: nothing happened. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** Nobody knows whether it happened. */
  | { readonly kind: 'lost'; readonly reason: string };

export interface AdapterCall {
  readonly tenant: string;
  /** The operation's id: the idempotency key. */
  readonly key: string;
  /** Canonical bytes of an OperationRequest. */
  readonly request: Uint8Array;
  /** ms since the epoch. */
  readonly deadline: number;
}

type Ports = Pick<EnginePorts, 'adaptors' | 'models'>;

/** Calls once. Never throws: whatever goes wrong on the way, nobody knows whether it happened. */
export async function callAdapter(ports: Ports, call: AdapterCall): Promise<CallAnswer> {
  const request = readCanonical(call.request) as OperationRequest;
  try {
    return await (request.adapter.startsWith(`${MODEL_ADAPTER}.`)
      ? askModel(ports, call, request)
      : callIntegration(ports, call, request));
  } catch (error) {
    if (error instanceof ServiceFault && error.status === 'NOT_FOUND') return { kind: 'failed', reason: error.code };
    return { kind: 'lost', reason: error instanceof ServiceFault ? error.code : 'call.failed' };
  }
}

async function callIntegration(
  { adaptors }: Ports,
  call: AdapterCall,
  { adapter, input }: OperationRequest,
): Promise<CallAnswer> {
  const { tenant, key, deadline } = call;
  const answer = await adaptors.callIntegration(
    { tenant, adapter, key, inputJson: canonicalBytes(input), deadline },
    { deadline },
  );
  switch (answer.outcome) {
    case CallOutcome.DONE:
      return done(answer.valueJson);
    case CallOutcome.FAILED:
      return { kind: 'failed', reason: answer.reason };
    default:
      return { kind: 'lost', reason: answer.reason };
  }
}

/** An answer that is no JSON happened all the same, but what it says is unknown. */
function done(json: Uint8Array): CallAnswer {
  const parsed = parseJson(json, maxDepth);
  return parsed.ok
    ? { kind: 'done', value: parsed.value as Value }
    : { kind: 'lost', reason: `answer.${parsed.reason}` };
}

const maxDepth = 32;

const emptyMap = canonicalBytes({});

async function askModel({ models }: Ports, call: AdapterCall, request: OperationRequest): Promise<CallAnswer> {
  const { text, language, intents } = request.input;
  const answer = await models.understand(
    {
      tenant: call.tenant,
      model: request.adapter.slice(MODEL_ADAPTER.length + 1),
      flow: request.flow,
      text: typeof text === 'string' ? text : '',
      language: typeof language === 'string' ? language : request.language,
      intents: Array.isArray(intents) ? intents.filter((intent) => typeof intent === 'string') : [],
    },
    { deadline: call.deadline },
  );
  const entities = answer.entitiesJson.length === 0 ? done(emptyMap) : done(answer.entitiesJson);
  if (entities.kind !== 'done') return entities;
  const value = {
    intent: answer.intent ?? null,
    confidence: answer.confidence,
    entities: entities.value,
    alternatives: answer.alternatives.map(({ intent, confidence }) => ({ intent, confidence })),
  };
  return { kind: 'done', value };
}
