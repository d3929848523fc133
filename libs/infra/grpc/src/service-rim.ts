import type { Metadata, ServerWritableStream } from '@grpc/grpc-js';
import { RpcException } from '@nestjs/microservices';
import { asFault, implementationOf, ServiceFault, withinCall } from '@parley/contracts';
import type { ServiceDefinition } from '@parley/contracts';
import type { Observable } from 'rxjs';
import { faultToWire } from './fault-on-the-wire.ts';
import { KnownCallers } from './known-callers.ts';
import type { OpenCalls } from './open-calls.ts';
import { pull } from './pull.ts';
import { ServedCall, type IncomingCall } from './served-call.ts';

/** What came with a call beside its request: trace context, baggage. */
export type Carrier = Readonly<Record<string, string>>;

export interface RimHooks {
  /** Runs each call's work, a stream's until it ends: the place for a span. `name` is `package.Service/Method`. */
  readonly around?: <Answer>(carrier: Carrier, name: string, work: () => Promise<Answer>) => Promise<Answer>;
  /** Told of every error that is no `ServiceFault`: the caller learns nothing of it. */
  readonly failed?: (name: string, error: unknown) => void;
}

/** A service to be called from elsewhere. */
export interface ServedService {
  readonly definition: ServiceDefinition;
  /** Its methods by the names of the definition. */
  readonly service: object;
  /** DNS names of the certificates that may call it; absent = whoever may connect. */
  readonly allow?: readonly string[];
}

/** Answers one call: of a unary method a promise, of a stream what Nest subscribes to. */
export type Handler = (
  request: unknown,
  metadata: Metadata,
  call: IncomingCall,
) => Promise<unknown> | Observable<unknown>;

/** Between gRPC and a service, which knows nothing of gRPC: who may call, deadline and end handed on, faults as status. */
export class ServiceRim {
  private readonly served: ServedService;
  private readonly open: OpenCalls;
  private readonly hooks: RimHooks;
  private readonly callers: KnownCallers | undefined;

  constructor(served: ServedService, open: OpenCalls, hooks: RimHooks) {
    this.served = served;
    this.open = open;
    this.hooks = hooks;
    this.callers = served.allow && new KnownCallers(served.allow);
  }

  /** By the names of the proto file. @throws Error if the service lacks one */
  handlers(): ReadonlyMap<string, Handler> {
    const { definition, service } = this.served;
    return new Map(
      Object.entries(definition.methods).map(([key, { name, responseStream }]) => {
        const path = `${definition.fullName}/${name}`;
        const method = implementationOf(definition, service, key);
        return [name, responseStream ? this.stream(path, method) : this.unary(path, method)];
      }),
    );
  }

  private unary(path: string, method: (request: unknown) => unknown): Handler {
    return (request, metadata, call) => this.answer(path, metadata, call, async () => method(request));
  }

  private stream(path: string, method: (request: unknown) => unknown): Handler {
    return (request, metadata, call) =>
      pull(call as ServerWritableStream<unknown, unknown>, async (write, reader) => {
        const unlisten = this.open.onStop(() => reader.stop(stopping()));
        try {
          await this.answer(path, metadata, call, async () => {
            const source = (method(request) as AsyncIterable<unknown>)[Symbol.asyncIterator]();
            for await (const page of reader.read(source)) await write(page);
          });
        } finally {
          unlisten();
        }
      });
  }

  private async answer<Answer>(
    path: string,
    metadata: Metadata,
    call: IncomingCall,
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    const served = new ServedCall(call);
    const { around } = this.hooks;
    try {
      this.callers?.assertKnown(call);
      const within = (): Promise<Answer> => withinCall(served, work);
      return await this.open.run(() => (around ? around(carrierOf(metadata), path, within) : within()));
    } catch (error) {
      if (!(error instanceof ServiceFault)) this.hooks.failed?.(path, error);
      throw new RpcException(faultToWire(asFault(error)));
    } finally {
      served.answered();
    }
  }
}

const stopping = (): ServiceFault =>
  new ServiceFault('UNAVAILABLE', 'call.stopping', 'This process stops; another one goes on.', 0);

function carrierOf(metadata: Metadata): Carrier {
  const entries = Object.entries(metadata.getMap());
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
