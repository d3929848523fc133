import 'reflect-metadata';
import type { Server } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { within } from '@parley/service-kit';
import { HealthImplementation } from 'grpc-health-check';
import { GrpcStrategy } from './grpc-strategy.ts';
import { GrpcModule } from './grpc.module.ts';
import { grpcDefaults, limitOptions, type GrpcLimits } from './limits.ts';
import { OpenCalls } from './open-calls.ts';
import { controllerOf } from './service.controller.ts';
import { ServiceRim, type RimHooks, type ServedService } from './service-rim.ts';
import { serverCredentials, type TlsChoice } from './tls.ts';
import { descriptorFiles } from './wire-definition.ts';

export interface ServeOptions extends TlsChoice, RimHooks {
  readonly services: readonly ServedService[];
  /** `port` 0 = any free one. */
  readonly address: { readonly host: string; readonly port: number };
  /** Whether anybody who may connect is told what is served; absent = no. */
  readonly reflection?: boolean;
  readonly limits?: Partial<ServeLimits>;
}

export interface ServeLimits extends GrpcLimits {
  /** Clients connect anew this often, ms: only so do instances that were added get their share. */
  readonly maxConnectionAgeMs: number;
  /** What is under way on an old connection may take so long, ms. */
  readonly maxConnectionAgeGraceMs: number;
}

export const serveDefaults: ServeLimits = {
  ...grpcDefaults,
  maxConnectionAgeMs: 300_000,
  maxConnectionAgeGraceMs: 120_000,
};

export interface GrpcServer {
  readonly port: number;
  /** What grpc.health.v1 says of a service by its full name. The server as a whole serves while all of them do. */
  setServing(name: string, isServing: boolean): void;
  /**
   * Not serving → no new connection, open streams end with `call.stopping`, calls under way are answered → closed, at the latest
   * after `limitMs`. Answers whether everything had ended by then.
   */
  drain(limitMs: number): Promise<boolean>;
  /** At once: what is under way is cut. */
  close(): Promise<void>;
}

/**
 * Serves contracts over gRPC, with grpc.health.v1 for each of them and for all.
 * @throws Error with a sentence when it would not be encrypted beyond this machine, a certificate cannot be read, a service
 * lacks a method of its contract, or the port is taken
 */
export async function serveGrpc(options: ServeOptions): Promise<GrpcServer> {
  const { services, address, limits } = options;
  const open = new OpenCalls();
  const definitions = services.map(({ definition }) => definition);
  const names = definitions.map(({ fullName }) => fullName);
  const health = new ServingStatus(names);
  const strategy = new GrpcStrategy({
    definitions,
    url: `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`,
    credentials: serverCredentials(options, address.host),
    channel: channelOptions({ ...serveDefaults, ...limits }),
    extend: (server) => {
      health.addToServer(server);
      if (options.reflection === true) reflect(names, server);
    },
  });
  const controllers = services.map((served) =>
    controllerOf(served.definition.fullName, new ServiceRim(served, open, options)),
  );
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(GrpcModule.with(controllers), {
    ...{ strategy, logger: false, abortOnError: false },
  });
  await app.listen();
  const close = (): Promise<void> => app.close();
  const drain = (limitMs: number): Promise<boolean> => {
    names.forEach((name) => health.set(name, false));
    const shut = strategy.shutDown();
    // After the goodbye: a reader who resumes at once does so elsewhere.
    open.stopStreams();
    return within(limitMs, Promise.all([shut, open.idle()])).finally(close);
  };
  return { port: strategy.port, setServing: (name, isServing) => health.set(name, isServing), drain, close };
}

function channelOptions(limits: ServeLimits): Readonly<Record<string, number>> {
  return {
    ...limitOptions(limits),
    'grpc.max_connection_age_ms': limits.maxConnectionAgeMs,
    'grpc.max_connection_age_grace_ms': limits.maxConnectionAgeGraceMs,
  };
}

function reflect(services: readonly string[], server: Server): void {
  const format = 'Protocol Buffer 3 DescriptorProto' as const;
  const files = { format, type: {}, fileDescriptorProtos: [...descriptorFiles()] };
  new ReflectionService({ files }, { services: [...services] }).addToServer(server);
}

/** The name of the server as a whole, by grpc.health.v1. */
const OVERALL = '';

class ServingStatus {
  private readonly serving: Map<string, boolean>;
  private readonly health: HealthImplementation;

  constructor(names: readonly string[]) {
    this.serving = new Map(names.map((name) => [name, true]));
    this.health = new HealthImplementation(Object.fromEntries([OVERALL, ...names].map((name) => [name, 'SERVING'])));
  }

  set(name: string, isServing: boolean): void {
    if (!this.serving.has(name)) throw new Error(`${name} is not served here.`);
    this.serving.set(name, isServing);
    this.health.setStatus(name, statusOf(isServing));
    this.health.setStatus(OVERALL, statusOf([...this.serving.values()].every(Boolean)));
  }

  addToServer(server: Server): void {
    this.health.addToServer(server);
  }
}

const statusOf = (isServing: boolean): 'SERVING' | 'NOT_SERVING' => (isServing ? 'SERVING' : 'NOT_SERVING');
