import type { Client, FlowService } from '@parley/contracts';
import { FlowServiceDefinition } from '@parley/contracts';
import type { GrpcServer, LinkControl, LinkOptions, ServeOptions } from '../index.ts';
import { linkOverGrpc, serveGrpc } from '../index.ts';

const flow = { draftSavedAt: 0, defaultVersion: undefined, etag: '' };
export const asked = { tenant: 'bank', flow: 'f' };

/** What a call was refused with. */
export const faultOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'no fault',
    (error: unknown) => error,
  );

/** Flows of which each answer says which instance gave it; only `getFlow` and `publishFlow` can be called, unless more is given. */
export function flowsOf(name: string, part: Partial<FlowService> = {}): FlowService {
  const rest = Object.keys(FlowServiceDefinition.methods).map((method) => [method, () => Promise.reject(new Error())]);
  return {
    ...(Object.fromEntries(rest) as unknown as FlowService),
    getFlow: () => Promise.resolve({ ...flow, draft: name }),
    publishFlow: () => Promise.resolve({ hash: name, problems: [], publishedAt: 0 }),
    ...part,
  };
}

/** Servers and clients of one spec, closed after each test. */
export class FlowWorld {
  private readonly closing: (() => unknown)[] = [];

  async serve(name: string, part: Partial<FlowService> = {}, options: Partial<ServeOptions> = {}): Promise<GrpcServer> {
    const services = [{ definition: FlowServiceDefinition, service: flowsOf(name, part) }];
    const server = await serveGrpc({ services, address: { host: '127.0.0.1', port: 0 }, ...options });
    this.closing.push(() => server.close());
    return server;
  }

  link(ports: readonly number[], options: Partial<LinkOptions> = {}): Client<FlowService> & LinkControl {
    const target = `ipv4:${ports.map((port) => `127.0.0.1:${port}`).join()}`;
    const link = linkOverGrpc<FlowService>(FlowServiceDefinition, { target, ...options });
    this.closing.push(() => link.close());
    return link;
  }

  async close(): Promise<void> {
    for (const close of this.closing.splice(0).reverse()) await close();
  }
}
