import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line to a server that breaks when told to. */
export interface UnsteadyLine {
  readonly url: string;
  /** The next request with these texts in it reaches the server; its answer does not come back. */
  loseAnswerTo(...texts: readonly string[]): void;
  close(): Promise<void>;
}

/** @param url of one server, as `mongodb://host:port` */
export async function unsteadyLine(url: string): Promise<UnsteadyLine> {
  const { hostname, port } = new URL(url);
  const open = new Set<Socket>();
  let doomed: readonly string[] | null = null;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let isDoomed = false;
    const end = (): void => {
      client.destroy();
      upstream.destroy();
      open.delete(client);
    };
    open.add(client);
    client.on('data', (chunk) => {
      if (doomed?.every((text) => chunk.includes(text))) {
        isDoomed = true;
        doomed = null;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => (isDoomed ? end() : client.write(chunk)));
    for (const socket of [client, upstream]) socket.on('close', end).on('error', end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `mongodb://127.0.0.1:${(server.address() as AddressInfo).port}/?directConnection=true`,
    loseAnswerTo: (...texts) => {
      doomed = texts;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
