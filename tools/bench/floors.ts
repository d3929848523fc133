import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort, HttpClient } from '@parley/testing';
import { root } from '../fitness/sources.ts';
import { monotonicMs } from './monotonic.ts';
import { RawLine } from './raw-line.ts';

/** A route that does nothing, in a process of its own: the floor of every path. */
export class RouteUnderLoad {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  static async start(): Promise<RouteUnderLoad> {
    const port = await freePort();
    const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'tools/bench/route-floor.ts')], {
      env: { ...process.env, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (child.stdout !== null) await once(child.stdout, 'data');
    return new RouteUnderLoad(child, port);
  }

  /** Requests a second that so many raw lines get out of it. */
  async perSecond(seconds: number, lines: number, request: Uint8Array): Promise<number> {
    const until = monotonicMs() + seconds * 1000;
    let answered = 0;
    await new Promise<void>((resolve, reject) => {
      let left = lines;
      const again = (line: RawLine): void => {
        answered += 1;
        if (monotonicMs() < until) return line.send(request);
        line.close();
        left -= 1;
        if (left === 0) resolve();
      };
      for (let count = 0; count < lines; count += 1) new RawLine(this.port, again, reject).send(request);
    });
    return answered / seconds;
  }

  stop(): void {
    this.child.kill();
  }
}

/** Requests a second that the web chat's client gets out of a route that does nothing. */
export async function routeFloor(seconds: number, atOnce: number): Promise<number> {
  const route = await RouteUnderLoad.start();
  const http = new HttpClient(`http://127.0.0.1:${route.port}`, 256);
  const until = performance.now() + seconds * 1000;
  let answered = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() < until) {
        await http.call(
          'POST',
          '/channels/web-chat/floor',
          { id: String(answered), text: 'what are the fees?' },
          { token: 'x'.repeat(200) },
        );
        answered += 1;
      }
    }),
  );
  await http.close();
  route.stop();
  return Math.round(answered / seconds);
}
