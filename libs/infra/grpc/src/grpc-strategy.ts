import type { ServerCredentials } from '@grpc/grpc-js';
import { Server } from '@grpc/grpc-js';
import { ServerGrpc } from '@nestjs/microservices';
import type { ServiceDefinition } from '@parley/contracts';
import { packageOf } from './wire-definition.ts';

export interface StrategyOptions {
  readonly definitions: readonly ServiceDefinition[];
  /** `host:port`; port 0 = any free one. */
  readonly url: string;
  readonly credentials: ServerCredentials;
  readonly channel: Readonly<Record<string, number>>;
  /** What is served beside the services: health, reflection. */
  readonly extend: (server: Server) => void;
}

/**
 * Nest's gRPC transport, but that it listens only once every method is there (Nest's own binds first, and a client that waits
 * for a restart would be told UNIMPLEMENTED), and tells which port it got.
 */
export class GrpcStrategy extends ServerGrpc {
  readonly server: Server;
  private readonly choice: StrategyOptions;
  private boundPort = 0;

  constructor(choice: StrategyOptions) {
    const names = choice.definitions.map(({ fullName }) => fullName.slice(0, fullName.lastIndexOf('.')));
    super({ package: [...new Set(names)], packageDefinition: packageOf(choice.definitions) });
    this.choice = choice;
    this.server = new Server(choice.channel);
    this.grpcClient = this.server;
  }

  get port(): number {
    return this.boundPort;
  }

  override async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.bindEvents();
      this.choice.extend(this.server);
      this.boundPort = await this.bind();
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Told to every caller, and done once nothing is under way on any connection. */
  shutDown(): Promise<void> {
    return new Promise((resolve) => this.server.tryShutdown(() => resolve()));
  }

  private bind(): Promise<number> {
    const { url, credentials } = this.choice;
    return new Promise((resolve, reject) => {
      this.server.bindAsync(url, credentials, (error, port) => (error ? reject(error) : resolve(port)));
    });
  }
}
