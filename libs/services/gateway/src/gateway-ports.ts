import type { ChatService, Client, FlowService, SecurityService, StateEngineService } from '@parley/contracts';
import type { Rate, RateLimiter } from '@parley/ports';
import type { ConnectionDirectory } from '@parley/service-kit';
import type { ApiRole } from './api/api-rates.ts';
import type { Pages } from './pages.ts';

/** Everything that the gateway needs: the services behind it, and what it serves itself. Also the injection token. */
export abstract class GatewayPorts {
  abstract readonly chat: Client<ChatService>;
  abstract readonly flows: Client<FlowService>;
  abstract readonly engine: Client<StateEngineService>;
  abstract readonly security: Client<SecurityService>;
  abstract readonly directory: ConnectionDirectory;
  abstract readonly pages: Pages;
  /** Counts the requests of the API's keys. */
  abstract readonly rates: RateLimiter;
  /** Rates by role, where they are not the usual ones. */
  abstract readonly apiRates?: Readonly<Record<ApiRole, Rate>>;
  /** Wall clock, ms since the epoch. */
  abstract readonly now: () => number;
  /** Origins of our own pages. */
  abstract readonly ownOrigins: readonly string[];
  /** What the process depends on, and whether each is well. */
  abstract readonly health: () => Promise<Health>;
  /** What the process counts, for `/metrics`; absent = it is served elsewhere, and here there is no such route. */
  abstract readonly metrics?: () => Promise<Exposition>;
  /** Begins a request's span; absent = nothing is traced. */
  abstract readonly trace?: (request: TracedRequest) => RequestTrace;
  /** Told of each request when its answer is out. */
  abstract readonly observe?: (request: ObservedRequest) => void;
  /** Tells the operator of what went wrong on our side; never of what people said. */
  abstract readonly warn: (event: string, details: Readonly<Record<string, unknown>>) => void;
}

/** Figures as Prometheus reads them. */
export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

export interface TracedRequest {
  /** As it is declared; `unknown` where there is none. */
  readonly route: string;
  readonly method: string;
  readonly scheme: string;
  /** Without its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface RequestTrace {
  /** 32 hex digits. */
  readonly id: string;
  /** Runs work within the request's span. */
  readonly run: (work: () => void) => void;
  readonly end: (status: number) => void;
}

export interface ObservedRequest {
  /** As it is declared, `/channels/:vendor/:connection`; `unknown` where there is none: never what a caller wrote. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  /** From the request to the whole answer. */
  readonly ms: number;
}

export interface Health {
  readonly isReady: boolean;
  /** By name: `ok`, or what is wrong. */
  readonly dependencies: Readonly<Record<string, string>>;
}
