import { once } from 'node:events';
import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { asked, faultOf, FlowWorld } from './testing/flow-instance.ts';

const HEADERS = { ':status': 200, 'content-type': 'application/grpc+proto' };
/** A message without a field. */
const EMPTY = Buffer.alloc(5);

const world = new FlowWorld();
const servers: Http2Server[] = [];
afterEach(async () => {
  await world.close();
  for (const server of servers.splice(0)) server.close();
});

/** Dies behind the headers of its first answers, as an instance does that is killed then. */
async function brittle(deaths: number): Promise<{ readonly port: number; readonly calls: () => number }> {
  let calls = 0;
  const server = createServer();
  server.on('stream', (stream: ServerHttp2Stream) => {
    calls += 1;
    if (calls <= deaths) {
      stream.respond(HEADERS);
      setTimeout(() => stream.session?.destroy(), 20);
      return;
    }
    stream.respond(HEADERS, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(EMPTY);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return { port: (server.address() as AddressInfo).port, calls: () => calls };
}

describe('an answer that is cut off behind its headers', () => {
  it('is asked for again, where that may be done', async () => {
    const { port, calls } = await brittle(2);
    await world.link([port]).getFlow(asked);
    expect(calls()).toBe(3);
  });

  it('is a fault where it may not, and after a few times', async () => {
    const { port, calls } = await brittle(99);
    const link = world.link([port]);
    expect(await faultOf(link.publishFlow(asked))).toMatchObject({ status: 'UNAVAILABLE', code: 'call.unavailable' });
    expect(calls()).toBe(1);
    expect(await faultOf(link.getFlow(asked))).toMatchObject({ status: 'UNAVAILABLE' });
    expect(calls()).toBe(5);
  });
});
