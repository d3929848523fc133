import { createHash } from 'node:crypto';
import type { ChatService, Client, FlowService, SecurityService, StateEngineService } from '@parley/contracts';
import { ServiceFault } from '@parley/contracts';
import { MemoryCache, MemoryRateLimiter } from '@parley/ports';
import { ConnectionDirectory } from '@parley/service-kit';
import type { Gateway } from '../gateway.ts';
import { createGateway } from '../gateway.ts';
import type { GatewayPorts, Health } from '../gateway-ports.ts';
import type { PageFile, Pages } from '../pages.ts';

/** Services that answer as told; a method that nobody told anything is missing, so that calling it fails the test. */
interface Told {
  readonly chat?: Partial<Client<ChatService>>;
  readonly engine?: Partial<Client<StateEngineService>>;
  readonly flows?: Partial<Client<FlowService>>;
  readonly scopes?: readonly string[];
  readonly tenant?: string | undefined;
  readonly health?: Health;
}

export const ownOrigin = 'http://127.0.0.1:4000';
/** The header of somebody with a key: a visitor's, or an API key. */
export const key = { authorization: 'Bearer pk_x' };

/** Everybody is the visitor of the same conversation. */
export const verifyVisitor = () => Promise.resolve({ tenant: 'bank', conversation: 'ann', showJournal: false });
/** A message of that conversation. */
export const message = {
  ...{ tenant: 'bank', conversation: 'ann', number: 3, seq: 2, from: 'person', text: 'hi\nthere' },
  ...{ choices: [], eventId: 'web:m1', at: 5 },
};

export const code = async (answer: Response): Promise<string> => ((await answer.json()) as { code: string }).code;

/** A gateway that listens, before services that answer as told; the only connection is `shop`, a web chat. */
export class GatewayWorld {
  private constructor(
    private readonly gateway: Gateway,
    readonly url: string,
    /** The events it warned of. */
    readonly warned: readonly string[],
  ) {}

  static async open(told: Told, trace?: GatewayPorts['trace']): Promise<GatewayWorld> {
    const warned: string[] = [];
    const gateway = await createGateway(portsOf(told, warned, trace));
    return new GatewayWorld(gateway, `http://127.0.0.1:${await gateway.listen(0, '127.0.0.1')}`, warned);
  }

  close(): Promise<void> {
    return this.gateway.close();
  }
}

function portsOf(told: Told, warned: string[], trace: GatewayPorts['trace']): GatewayPorts {
  const security = securityOf(told);
  return {
    chat: (told.chat ?? {}) as Client<ChatService>,
    engine: (told.engine ?? {}) as Client<StateEngineService>,
    flows: (told.flows ?? {}) as Client<FlowService>,
    security,
    directory: new ConnectionDirectory(security, new MemoryCache()),
    pages,
    rates: new MemoryRateLimiter(),
    now: () => Date.now(),
    ownOrigins: [ownOrigin],
    health: () => Promise.resolve(told.health ?? { isReady: true, dependencies: {} }),
    warn: (event) => warned.push(event),
    ...(trace && { trace }),
  };
}

function securityOf(told: Told): Client<SecurityService> {
  const settings = { allowedOrigins: ['https://shop.example', 'self'], showJournal: true };
  const settingsJson = Buffer.from(JSON.stringify(settings));
  return {
    authenticate: async () => ({ tenant: told.tenant, scopes: [...(told.scopes ?? [])], keyId: 'k' }),
    getConnection: async ({ connection }: { readonly connection: string }) => {
      if (connection !== 'shop') throw new ServiceFault('NOT_FOUND', 'connection.unknown', 'None.');
      return { connection: { connection, tenant: 'bank', channel: 'web-chat', flow: 'f', settingsJson, createdAt: 1 } };
    },
  } as unknown as Client<SecurityService>;
}

const file = (text: string, type: string): PageFile => ({
  bytes: Buffer.from(text),
  type,
  etag: `"${createHash('sha256').update(text).digest('hex')}"`,
});

const pages: Pages = {
  chat: {
    html: file('<!doctype html>', 'text/html; charset=utf-8'),
    assets: new Map([['page.css', file('a{}', 'text/css')]]),
  },
  console: {
    html: file('<!doctype html><title>Console</title>', 'text/html; charset=utf-8'),
    assets: new Map([['page.js', file('void 1', 'text/javascript')]]),
  },
  widget: file('void 0', 'text/javascript'),
};
