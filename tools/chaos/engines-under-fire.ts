import { join } from 'node:path';
import { steadyPort, TcpProxy, type Engine } from '@parley/testing';
import { startEngine, type RunningEngine } from '@parley/testing/engines';
import type { EngineAddresses } from '@parley/testing/house';

const KINDS = ['kafka', 'redis', 'mongodb', 'postgres'] as const satisfies readonly Engine[];

/** A server and the only link to it. */
export interface EngineUnderFire {
  readonly kind: Engine;
  readonly server: RunningEngine;
  readonly link: TcpProxy;
}

/** Real servers of a run's own, each behind a link that can be made bad. */
export class EnginesUnderFire {
  private constructor(private readonly all: readonly EngineUnderFire[]) {}

  static async start(folder: string, say: (line: string) => void): Promise<EnginesUnderFire> {
    const started = await Promise.allSettled(KINDS.map((kind) => startBehindLink(kind, join(folder, kind), say)));
    const engines = new EnginesUnderFire(started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
    const failed = started.find((one) => one.status === 'rejected');
    if (failed === undefined) return engines;
    await engines.stop();
    throw failed.reason;
  }

  get logFiles(): readonly { readonly kind: Engine; readonly file: string }[] {
    return this.all.map(({ kind, server }) => ({ kind, file: server.logFile }));
  }

  /** As clients are to call them: over the links. */
  addresses(): EngineAddresses {
    const [kafka, redis, mongodb, postgres] = KINDS.map((kind) => linked(this.of(kind)));
    return { kafka: kafka ?? '', redis: redis ?? '', mongodb: mongodb ?? '', postgres: postgres ?? '' };
  }

  of(kind: Engine): EngineUnderFire {
    const found = this.all.find((one) => one.kind === kind);
    if (found === undefined) throw new Error(`There is no ${kind}.`);
    return found;
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.all.map(async ({ server, link }) => {
        await link.close();
        await server.stop();
      }),
    );
  }
}

async function startBehindLink(kind: Engine, folder: string, say: (line: string) => void): Promise<EngineUnderFire> {
  const port = await steadyPort();
  const link = await TcpProxy.open(`127.0.0.1:${port}`);
  try {
    return { kind, link, server: await startEngine(kind, folder, { port, advertised: link.address, say }) };
  } catch (fault) {
    await link.close();
    throw fault;
  }
}

function linked({ server, link }: EngineUnderFire): string {
  return server.address.replace(/127\.0\.0\.1:\d+/, link.address);
}
