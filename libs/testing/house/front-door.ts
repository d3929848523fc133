import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** What stands before several gateways, as an ingress does: each connection goes to the next that takes it. */
export class FrontDoor {
  private turn = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly ports: readonly number[],
  ) {}

  static async open(ports: readonly number[]): Promise<FrontDoor> {
    const server = createServer({ allowHalfOpen: true });
    const door = new FrontDoor(server, ports);
    server.on('connection', (client) => door.pass(client, ports.length));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return door;
  }

  get origin(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private pass(client: Socket, triesLeft: number): void {
    const port = this.ports[(this.turn += 1) % this.ports.length] ?? 0;
    const upstream = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    this.keep(client, upstream);
    client.on('error', () => upstream.destroy());
    upstream.once('error', () => {
      if (triesLeft > 1 && !client.destroyed && upstream.bytesWritten === 0) this.pass(client, triesLeft - 1);
      else client.destroy();
    });
    upstream.once('connect', () => {
      upstream.setNoDelay(true);
      client.setNoDelay(true);
      client.pipe(upstream).pipe(client);
      // Half of a line is no line: who is cut off from the one is cut off from the other.
      upstream.once('close', () => client.destroy());
      client.once('close', () => upstream.destroy());
    });
  }

  private keep(...sockets: readonly Socket[]): void {
    for (const socket of sockets) {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    }
  }
}
