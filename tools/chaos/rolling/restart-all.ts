import { setTimeout as pause } from 'node:timers/promises';
import type { DistributedHouse, ServiceName, ServiceProcess } from '@parley/testing/house';

/** In the order of an upgrade (apps/docs/deploy.md). */
const ORDER = [
  'security',
  'state-engine',
  'adaptors',
  'model-orchestrator',
  'chat',
  'gateway',
] as const satisfies readonly ServiceName[];

export interface Restart {
  readonly name: string;
  /** null = a signal ended it. */
  readonly code: number | null;
  /** From SIGTERM to its end. */
  readonly drainMs: number;
  /** From its start to `/readyz`. */
  readonly readyMs: number;
}

/** Every instance of every service, one after the other: told to stop, gone, started, ready, and a little later the next. */
export async function* restartAll(
  house: DistributedHouse,
  instances: number,
  pauseMs: number,
): AsyncGenerator<Restart, void> {
  for (const service of ORDER) {
    for (const one of house.of(service).slice(0, instances)) {
      yield await restart(one);
      await pause(pauseMs);
    }
  }
}

async function restart(one: ServiceProcess): Promise<Restart> {
  const toldAt = performance.now();
  const code = await one.stop();
  const goneAt = performance.now();
  one.launch();
  await one.ready();
  const readyMs = Math.round(performance.now() - goneAt);
  return { name: one.name, code, drainMs: Math.round(goneAt - toldAt), readyMs };
}
