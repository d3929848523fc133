import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 500;
const LONGEST_LOOK_MS = 5_000;

/** A gateway: where it is called, and where it says whether it is ready. */
export interface Upstream {
  readonly port: number;
  readonly operationsPort: number;
}

/** What stands before several gateways, as an ingress does: each connection goes to the next that is ready and takes it. */
export class FrontDoor {
  private turn = 0;
  private readonly sockets = new Set<Socket>();
  /** As it was when last looked: to these no connection goes while another is ready. */
  private readonly unready = new Set<Upstream>();
  private isOpen = true;

  private constructor(
    private readonly server: Server,
    private readonly upstreams: readonly Upstream[],
  ) {}

  static async open(upstreams: readonly Upstream[]): Promise<FrontDoor> {
    const server = createServer({ allowHalfOpen: true });
    const door = new FrontDoor(server, upstreams);
    server.on('connection', (client) => door.pass(client, door.inTurn()));
    void door.watch();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return door;
  }

  get origin(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  async close(): Promise<void> {
    this.isOpen = false;
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** All of them, each time another one first; those that are not ready come last. */
  private inTurn(): readonly Upstream[] {
    const first = (this.turn += 1) % this.upstreams.length;
    const all = [...this.upstreams.slice(first), ...this.upstreams.slice(0, first)];
    return [...all.filter((one) => !this.unready.has(one)), ...all.filter((one) => this.unready.has(one))];
  }

  private async watch(): Promise<void> {
    for (; this.isOpen; await sleep(LOOK_EVERY_MS, undefined, { ref: false })) {
      const readiness = await Promise.all(this.upstreams.map(async (one) => ({ one, ready: await isReady(one) })));
      for (const { one, ready } of readiness) {
        if (ready) this.unready.delete(one);
        else this.unready.add(one);
      }
    }
  }

  private pass(client: Socket, [next, ...others]: readonly Upstream[]): void {
    if (next === undefined) return void client.destroy();
    const { port } = next;
    const upstream = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    this.keep(client, upstream);
    client.on('error', () => upstream.destroy());
    upstream.once('error', () => {
      if (!client.destroyed && upstream.bytesWritten === 0) this.pass(client, others);
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

async function isReady({ operationsPort }: Upstream): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(LONGEST_LOOK_MS);
    return (await fetch(`http://127.0.0.1:${operationsPort}/readyz`, { signal })).ok;
  } catch {
    return false;
  }
}
