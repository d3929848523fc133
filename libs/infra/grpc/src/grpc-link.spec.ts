import type { ChatService } from '@parley/contracts';
import { ChatServiceDefinition } from '@parley/contracts';
import { chatThat, linkSuite } from '@parley/contracts/suites/link';
import { linkOverGrpc, serveGrpc } from './index.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

linkSuite({
  name: 'over gRPC',
  async link(service) {
    const services = [{ definition: ChatServiceDefinition, service }];
    const server = await serveGrpc({ services, address: { host: '127.0.0.1', port: 0 } });
    const client = linkOverGrpc<ChatService>(ChatServiceDefinition, { target: `127.0.0.1:${server.port}` });
    closing.push(
      () => server.close(),
      () => client.close(),
    );
    return client;
  },
});

it('a stream ends with a fault that says so when its server is drained, and is no reason to wait', async () => {
  const endless = chatThat({
    async *watchMessages() {
      yield { messages: [], status: 'bot', typing: false };
      await new Promise(() => undefined);
    },
  });
  const services = [{ definition: ChatServiceDefinition, service: endless }];
  const server = await serveGrpc({ services, address: { host: '127.0.0.1', port: 0 } });
  const client = linkOverGrpc<ChatService>(ChatServiceDefinition, { target: `127.0.0.1:${server.port}` });
  closing.push(
    () => server.close(),
    () => client.close(),
  );
  const pages = client.watchMessages({ tenant: 'bank', conversation: 'ann', after: 0 })[Symbol.asyncIterator]();
  await pages.next();
  const end = pages.next().catch((error: unknown) => error);
  expect(await server.drain(5_000)).toBe(true);
  expect(await end).toMatchObject({ status: 'UNAVAILABLE', code: 'call.stopping' });
});
