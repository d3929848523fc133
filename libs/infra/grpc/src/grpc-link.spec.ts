import type { ChatService } from '@parley/contracts';
import { ChatServiceDefinition } from '@parley/contracts';
import { linkSuite } from '@parley/contracts/suites/link';
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
