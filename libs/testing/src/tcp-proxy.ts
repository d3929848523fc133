import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { steadyPort } from './steady-port.ts';

/** What was read and not yet passed on, before a side is left unread. */
const HELD_BYTES_LIMIT = 1_048_576;

/** A link between a client and a server of a test, which can be made bad in the ways that links are. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private server: Server | null = null;
  private delayMs = 0;
  private thaw: Promise<void> | null = null;
  private endFreeze: () => void = () => undefined;

  private constructor(
    private readonly target: { readonly host: string; readonly port: number },
    /** The same all the time, `cut` or not. */
    readonly port: number,
  ) {}

  /** To an address `host:port`; also to one where nothing listens yet. */
  static async open(target: string): Promise<TcpProxy> {
    const { hostname, port } = new URL(`tcp://${target}`);
    const proxy = new TcpProxy({ host: hostname, port: Number(port) }, await steadyPort());
    await proxy.listen();
    return proxy;
  }

  /** Where clients connect to: `host:port`. */
  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Everything arrives that much later, each way, in its order; 0 = at once. */
  slow(ms: number): void {
    this.delayMs = ms;
  }

  /** Breaks every connection, and refuses new ones until it is mended. */
  async cut(): Promise<void> {
    const server = this.server;
    this.server = null;
    const closed = server === null ? Promise.resolve() : new Promise((resolve) => server.close(resolve));
    for (const socket of this.sockets) socket.resetAndDestroy();
    await closed;
  }

  /** Takes connections and bytes, and passes nothing on until it is mended: nobody is told that the other is away. */
  freeze(): void {
    this.thaw ??= new Promise((resolve) => (this.endFreeze = resolve));
  }

  /** As new: connections that were frozen go on with what was held back, those that were cut do not. */
  async mend(): Promise<void> {
    this.delayMs = 0;
    this.thaw = null;
    this.endFreeze();
    if (this.server === null) await this.listen();
  }

  async close(): Promise<void> {
    await this.cut();
    this.thaw = null;
    this.endFreeze();
  }

  private async listen(): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (client) => this.join(client));
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.server = server;
  }

  private join(client: Socket): void {
    const upstream = connect({ ...this.target, allowHalfOpen: true });
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => other.resetAndDestroy());
      socket.on('close', () => this.sockets.delete(socket));
      this.forward(socket, other);
    }
  }

  /** Each chunk waits its time and for those before it; the end of the stream does too. */
  private forward(from: Socket, to: Socket): void {
    let heldBytes = 0;
    let last = Promise.resolve();
    const pass = (deliver: () => void): void => {
      const due = Date.now() + this.delayMs;
      last = last.then(async () => {
        if (due > Date.now()) await sleep(due - Date.now());
        while (this.thaw !== null) await this.thaw;
        if (!to.destroyed) deliver();
      });
    };
    from.on('data', (chunk: Buffer) => {
      heldBytes += chunk.length;
      if (heldBytes > HELD_BYTES_LIMIT) from.pause();
      pass(() =>
        to.write(chunk, () => {
          heldBytes -= chunk.length;
          if (heldBytes <= HELD_BYTES_LIMIT) from.resume();
        }),
      );
    });
    from.on('end', () => pass(() => to.end()));
  }
}
