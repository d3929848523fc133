import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What the bank takes of Restate's SDK. It is no package of this repository, so that its shape is written down here. */
export interface RestateSdk {
  readonly serde: { readonly binary: Serde };
  /** A virtual object: one invocation at a time for each key. */
  object<T>(definition: {
    readonly name: string;
    readonly handlers: Readonly<Record<string, (context: ObjectContext, input: T) => Promise<void>>>;
  }): unknown;
  createEndpointHandler(options: { readonly services: readonly unknown[] }): EndpointHandler;
}

export interface ObjectContext {
  get(name: string, serde: Serde): Promise<Uint8Array | null>;
  set(name: string, value: Uint8Array, serde: Serde): void;
  /** Does it and records that it was done; again when it rejects. */
  run(name: string, action: () => Promise<void>): Promise<void>;
}

/** How a value becomes bytes: of no concern here. */
type Serde = { readonly contentType?: string };

type EndpointHandler = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => void;

/** The SDK as it was installed in a folder. */
export function loadRestate(folder: string): RestateSdk {
  // Node 20 does not have it yet, and the SDK takes it for granted.
  if (!('withResolvers' in Promise)) Object.assign(Promise, { withResolvers });
  return createRequire(join(folder, 'package.json'))('@restatedev/restate-sdk') as RestateSdk;
}

function withResolvers<T>() {
  let resolve: (value: T | PromiseLike<T>) => void = () => undefined;
  let reject: (reason?: unknown) => void = () => undefined;
  const promise = new Promise<T>((first, second) => {
    resolve = first;
    reject = second;
  });
  return { promise, resolve, reject };
}
