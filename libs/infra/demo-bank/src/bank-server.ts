import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bank, Transfer } from './bank.ts';
import type { Behaviour } from './mishaps.ts';

export interface BankServer {
  readonly url: string;
  close(): Promise<void>;
}

const maxBodyBytes = 10_000;

/**
 * The bank over HTTP on 127.0.0.1: `POST /transfers` {tenant, amount, to} with an optional Idempotency-Key → 200 {id} or
 * 422 {reason} · `PUT /behaviour` · `GET /ledger`. A lost answer is a cut line.
 * @param port 0 = a free one
 */
export async function serveBank(bank: Bank, port: number): Promise<BankServer> {
  const server = createServer((request, response) => {
    handle(bank, request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(bank: Bank, request: IncomingMessage, response: ServerResponse): Promise<void> {
  switch (`${request.method} ${request.url}`) {
    case 'POST /transfers':
      return transfer(bank, request, response);
    case 'PUT /behaviour':
      bank.behave((await readJson(request)) as Partial<Behaviour>);
      return answer(response, 200, {});
    case 'GET /ledger':
      return answer(response, 200, bank.lines());
    default:
      return answer(response, 404, {});
  }
}

async function transfer(bank: Bank, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await readJson(request)) as Omit<Transfer, 'key'>;
  const key = request.headers['idempotency-key'];
  const done = await bank.transfer({ ...body, key: typeof key === 'string' ? key : null });
  if (done.kind === 'done') return answer(response, 200, { id: done.id });
  if (done.kind === 'refused') return answer(response, 422, { reason: done.reason });
  request.socket.destroy();
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBodyBytes) throw new Error('The body is too large.');
    parts.push(part);
  }
  return JSON.parse(Buffer.concat(parts).toString('utf8'));
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
