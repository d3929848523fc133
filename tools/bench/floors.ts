import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort, HttpClient } from '@parley/testing';
import { root } from '../fitness/sources.ts';

/** Requests a second that the same client gets out of a route that does nothing. */
export async function routeFloor(seconds: number, atOnce: number): Promise<number> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'tools/bench/route-floor.ts')], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const http = new HttpClient(`http://127.0.0.1:${port}`, 256);
  const until = performance.now() + seconds * 1000;
  let answered = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() < until) {
        await http.call(
          'POST',
          '/channels/web-chat/floor/messages',
          { id: String(answered), text: 'what are the fees?' },
          { token: 'x'.repeat(200) },
        );
        answered += 1;
      }
    }),
  );
  await http.close();
  child.kill();
  return Math.round(answered / seconds);
}
