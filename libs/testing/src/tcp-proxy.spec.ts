import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { steadyPort } from './steady-port.ts';
import { TcpProxy } from './tcp-proxy.ts';

/** Longer than a loopback takes, shorter than anybody waits. */
const A_WHILE_MS = 100;

describe('a proxy between a client and a server', () => {
  let echo: Server;
  let proxy: TcpProxy;
  const clients: Socket[] = [];

  beforeEach(async () => {
    echo = createServer((socket) => void socket.on('error', () => undefined).pipe(socket));
    const port = await steadyPort();
    echo.listen(port, '127.0.0.1');
    await once(echo, 'listening');
    proxy = await TcpProxy.open(`127.0.0.1:${port}`);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await proxy.close();
    await new Promise((resolve) => echo.close(resolve));
  });

  function client(): Socket {
    const socket = connect(proxy.port, '127.0.0.1');
    clients.push(socket.on('error', () => undefined));
    return socket;
  }

  /** Resolves with the first `length` bytes that arrive. */
  function heard(socket: Socket, length: number): Promise<string> {
    return new Promise((resolve) => {
      let text = '';
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.length >= length) resolve(text);
      });
    });
  }

  const refusal = (socket: Socket): Promise<string> =>
    new Promise((resolve) => {
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
      socket.once('connect', () => resolve('connected'));
    });

  it('passes on what is said, both ways, and the end of it', async () => {
    const socket = client();
    socket.end('hello');
    expect(await heard(socket, 5)).toBe('hello');
    await once(socket, 'end');
  });

  it('passes on more than it holds, unchanged', async () => {
    const socket = client();
    const text = 'abcdefgh'.repeat(1_000_000);
    socket.write(text);
    expect((await heard(socket, text.length)) === text).toBe(true);
  });

  it('is slow each way, and keeps the order when it is quick again', async () => {
    const socket = client();
    await once(socket, 'connect');
    proxy.slow(A_WHILE_MS);
    const began = Date.now();
    socket.write('one ');
    await sleep(A_WHILE_MS / 4);
    proxy.slow(0);
    socket.write('two');
    expect(await heard(socket, 7)).toBe('one two');
    expect(Date.now() - began).toBeGreaterThanOrEqual(A_WHILE_MS - 1);
  });

  it('when cut breaks what is connected and refuses what comes, and mended takes new ones at the same place', async () => {
    const socket = client();
    await once(socket, 'connect');
    const broken = refusal(socket);
    socket.write('x');
    await heard(socket, 1);
    await proxy.cut();
    expect(await broken).toBe('ECONNRESET');
    expect(await refusal(client())).toBe('ECONNREFUSED');
    await proxy.mend();
    const again = client();
    again.write('back');
    expect(await heard(again, 4)).toBe('back');
  });

  it('when frozen takes all and passes on nothing, and mended delivers what it held', async () => {
    proxy.freeze();
    const socket = client();
    await once(socket, 'connect');
    socket.write('held');
    const answer = heard(socket, 4);
    expect(await Promise.race([answer, sleep(A_WHILE_MS, 'silence')])).toBe('silence');
    await proxy.mend();
    expect(await answer).toBe('held');
  });

  it('breaks the connection of a client whose server is not there', async () => {
    const lonely = await TcpProxy.open(`127.0.0.1:${await steadyPort()}`);
    const socket = connect(lonely.port, '127.0.0.1');
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
    await lonely.close();
  });
});
