import { createServer, type ServerResponse } from 'node:http';
import type { HealthReport } from './health.ts';

/** What an operator asks of a process. */
export interface Operations {
  readonly health: () => Promise<HealthReport>;
  /** Figures as Prometheus reads them; absent = there is no such page. */
  readonly metrics?: () => Promise<{ readonly contentType: string; readonly text: string }>;
}

export interface OperationsServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * `/livez` (the process answers), `/readyz` (so does all that it needs, each by its name) and `/metrics`, on a port of their own.
 * Rejects with Node's error (`EADDRINUSE`, …).
 */
export async function serveOperations(
  { host, port }: { readonly host: string; readonly port: number },
  operations: Operations,
): Promise<OperationsServer> {
  const server = createServer((request, response) => {
    const page = request.method === 'GET' ? pages[request.url ?? ''] : undefined;
    if (page === undefined) response.writeHead(404).end();
    else void page(operations, response).catch(() => response.writeHead(503).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Page = (operations: Operations, response: ServerResponse) => Promise<void>;

const pages: Readonly<Record<string, Page>> = {
  '/livez': async (_, response) => json(response, 200, { status: 'ok' }),
  '/readyz': async ({ health }, response) => {
    const { isReady, dependencies } = await health();
    json(response, isReady ? 200 : 503, { status: isReady ? 'ok' : 'not ready', dependencies });
  },
  '/metrics': async ({ metrics }, response) => {
    if (metrics === undefined) return void response.writeHead(404).end();
    const { contentType, text } = await metrics();
    response.writeHead(200, { 'content-type': contentType }).end(text);
  },
};

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
