import type { ServiceError } from '@grpc/grpc-js';
import { Client as GrpcClient, Metadata } from '@grpc/grpc-js';
import { currentCall, linkFaults } from '@parley/contracts';
import type { CallOptions, Client, ServiceDefinition, ServiceFault } from '@parley/contracts';
import { channelOptions, isRepeatable, type ChannelLimits } from './channel.ts';
import { checkHealth } from './check-health.ts';
import { faultFromWire } from './fault-on-the-wire.ts';
import { grpcDefaults } from './limits.ts';
import { channelCredentials, type TlsChoice } from './tls.ts';
import { wireMethod, type WireMethod } from './wire-definition.ts';

export interface LinkOptions extends TlsChoice {
  /** `dns:///chat:50051` (every address of the name, in turn), `ipv4:10.0.0.1:50051,10.0.0.2:50051`, … */
  readonly target: string;
  /** The name that the certificates of the other side are made out to; absent = the target's. */
  readonly serverName?: string | undefined;
  /** What a call may take whose caller says nothing, ms; a stream may take for ever. */
  readonly defaultDeadlineMs?: number;
  /** The same for single methods, by the names of the client: `{ eraseTenant: 120_000 }`. */
  readonly deadlinesMs?: Readonly<Record<string, number>>;
  readonly limits?: Partial<ChannelLimits>;
  /** What goes with each call beside its request: trace context. */
  readonly inject?: (() => Readonly<Record<string, string>>) | undefined;
}

/** Longer than the longest wait that a caller can ask a service for (30 s). */
export const defaultDeadlineMs = 40_000;

export const channelDefaults: ChannelLimits = {
  ...grpcDefaults,
  retry: { attempts: 4, firstPauseMs: 50, maxPauseMs: 1_000 },
  reconnect: { firstMs: 100, maxMs: 2_000 },
};

export interface LinkControl {
  /** Answers when an instance of the service serves; rejects with a sentence when none does. */
  check(): Promise<void>;
  /** Calls under way are cut. */
  close(): void;
}

/**
 * Calls a service of another process as `linkInProcess` calls one of this: by its contract, with its faults. A call waits for a
 * connection until its deadline, the smaller of its own and of the call that it is made for; UNAVAILABLE is asked again only
 * where the contract says that it may be.
 */
export function linkOverGrpc<Service extends object>(
  definition: ServiceDefinition,
  options: LinkOptions,
): Client<Service> & LinkControl {
  const { target, serverName } = options;
  const limits = { ...channelDefaults, ...options.limits };
  const client = new GrpcClient(target, channelCredentials(options, target), {
    ...channelOptions(definition, limits),
    ...(serverName !== undefined && {
      'grpc.ssl_target_name_override': serverName,
      'grpc.default_authority': serverName,
    }),
  });
  const methods = Object.entries(definition.methods).map(([name, method]) => {
    const wire = wireMethod(definition, method);
    const waitMs = options.deadlinesMs?.[name] ?? options.defaultDeadlineMs ?? defaultDeadlineMs;
    const way = { client, wire, inject: options.inject };
    const attempts = isRepeatable(method) ? limits.retry.attempts : 1;
    return [name, method.responseStream ? streamOver(way) : unaryOver(way, waitMs, attempts)] as const;
  });
  return {
    ...(Object.fromEntries(methods) as unknown as Client<Service>),
    check: () => checkHealth(client, definition.fullName),
    close: () => client.close(),
  };
}

interface Way {
  readonly client: GrpcClient;
  readonly wire: WireMethod;
  readonly inject: LinkOptions['inject'];
}

/** When a call ends at the latest, and at whose word before. */
interface Ends {
  /** ms since the epoch; Infinity = never. */
  readonly deadline: number;
  readonly signals: readonly AbortSignal[];
}

/** gRPC asks again by itself until an answer has begun: one that is cut off in its midst is asked for again here. */
function unaryOver(way: Way, waitMs: number, attempts: number) {
  return async (request: unknown, options?: CallOptions): Promise<unknown> => {
    const ends = endsOf(options, Date.now() + waitMs);
    for (let attempt = 1; ; attempt += 1) {
      if (isCut(ends)) throw linkFaults.cut();
      if (ends.deadline <= Date.now()) throw linkFaults.late();
      let hasBegun = false;
      try {
        return await askOnce(way, request, ends, () => (hasBegun = true));
      } catch (fault) {
        const isCutOff = hasBegun && (fault as ServiceFault).status === 'UNAVAILABLE';
        if (!isCutOff || attempt >= attempts) throw fault;
      }
    }
  };
}

function askOnce({ client, wire, inject }: Way, request: unknown, ends: Ends, begins: () => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const { path, requestSerialize, responseDeserialize } = wire;
    const { deadline } = ends;
    const metadata = metadataOf(inject);
    const call = client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      metadata,
      { deadline },
      (error, answer) => {
        forget();
        if (error) reject(faultFromWire(error, isCut(ends)));
        else resolve(answer);
      },
    );
    call.once('metadata', begins);
    const forget = onAbort(ends.signals, () => call.cancel());
  });
}

function streamOver({ client, wire, inject }: Way) {
  return async function* (request: unknown, options?: CallOptions): AsyncGenerator<unknown> {
    if (isGone(options)) return;
    const ends = endsOf(options, Infinity);
    const { path, requestSerialize, responseDeserialize } = wire;
    const settings = ends.deadline === Infinity ? {} : { deadline: ends.deadline };
    const metadata = metadataOf(inject);
    const call = client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      metadata,
      settings,
    );
    const forget = onAbort(ends.signals, () => call.cancel());
    try {
      // The end of a call that was cut comes as an error after its reader has gone.
      call.on('error', () => undefined);
      for await (const page of call) yield page;
    } catch (error) {
      // A reader who has gone is no fault.
      if (!isGone(options)) throw faultFromWire(error as ServiceError, isCut(ends));
    } finally {
      forget();
      call.cancel();
    }
  };
}

const isGone = (options?: CallOptions): boolean => options?.signal?.aborted === true;
const isCut = ({ signals }: Ends): boolean => signals.some(({ aborted }) => aborted);

/** A call made for another one ends with it. */
function endsOf(options: CallOptions | undefined, latest: number): Ends {
  const outer = currentCall();
  const own = options?.deadline ?? latest;
  const signals = [options?.signal, outer?.signal].filter((signal) => signal !== undefined);
  return { deadline: Math.min(own, outer?.deadline ?? Infinity), signals };
}

function onAbort(signals: readonly AbortSignal[], cut: () => void): () => void {
  for (const signal of signals) signal.addEventListener('abort', cut, { once: true });
  return () => signals.forEach((signal) => signal.removeEventListener('abort', cut));
}

function metadataOf(inject: LinkOptions['inject']): Metadata {
  const metadata = new Metadata({ waitForReady: true });
  if (inject) for (const [name, value] of Object.entries(inject())) metadata.set(name, value);
  return metadata;
}
