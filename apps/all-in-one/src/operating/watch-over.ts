import { access, constants, readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exposition, ObservedRequest } from '@parley/gateway';
import { figureNames, registerDependencies, registerFigures } from '@parley/opentelemetry';
import type { Meters } from '@parley/opentelemetry';
import type { Database } from '@parley/postgres';
import { PostgresPlatformFigures } from '@parley/postgres';
import type { HealthReport } from '@parley/service-kit';
import { Health } from '@parley/service-kit';
import type { ParleyConfig } from '../config.ts';
import { readFigures } from './read-figures.ts';

/** How an operator sees the process: whether it is well, and its figures. */
export interface Watch {
  readonly health: () => Promise<HealthReport>;
  readonly metrics: () => Promise<Exposition>;
  readonly observe: (request: ObservedRequest) => void;
}

export interface WatchOver {
  readonly config: Pick<ParleyConfig, 'dataFolder'>;
  readonly database: Database;
  readonly meters: Meters;
  readonly state: { readonly isStarted: boolean; readonly amiss: readonly string[] };
  readonly isDraining: () => boolean;
  /** ms since the epoch. */
  readonly now: () => number;
}

/** Below this a remark is due: PostgreSQL needs room for its log. */
const fewBytes = 1e9;
const figuresMaxAgeMs = 5_000;

export function watchOver({ config, database, meters, state, isDraining, now }: WatchOver): Watch {
  const { dataFolder } = config;
  const figures = new PostgresPlatformFigures(database);
  const checks = {
    process: () => {
      if (!state.isStarted) throw new Error('starting');
    },
    database: async () => {
      await answers(database);
      return state.amiss.length === 0 ? undefined : `not durable: ${state.amiss.join(', ')}`;
    },
    disk: async () => {
      await access(dataFolder, constants.W_OK | constants.X_OK).catch((error: unknown) => {
        throw new Error(`the data folder cannot be written (${codeOf(error)})`);
      });
      const free = await diskFree(dataFolder);
      return free < fewBytes ? `only ${Math.floor(free / 1e6)} MB are left` : undefined;
    },
  };
  const health = new Health(checks, isDraining);
  const report = (): Promise<HealthReport> => health.report();
  const ports = {
    figures: () => figures.read(),
    diskFree: () => diskFree(dataFolder),
    lastBackupAt: () => lastBackupAt(dataFolder),
    now,
  };
  registerFigures(meters.registry, { names: figureNames, read: () => readFigures(ports), maxAgeMs: figuresMaxAgeMs });
  registerDependencies(meters.registry, report);
  return {
    health: report,
    metrics: async () => ({ contentType: meters.registry.contentType, text: await meters.registry.metrics() }),
    observe: ({ route, method, status, ms }) => meters.request(route, method, status, ms),
  };
}

/** Why not, without addresses: anybody may ask. */
async function answers(database: Database): Promise<void> {
  await database.query({ name: 'health', text: 'select 1' }, []).catch((error: unknown) => {
    throw new Error(`the database does not answer (${codeOf(error)})`);
  });
}

async function diskFree(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

export async function lastBackupAt(dataFolder: string): Promise<number | null> {
  const text = await readFile(join(dataFolder, 'last-backup'), 'utf8').catch(() => '');
  const at = Date.parse(text.trim());
  return Number.isFinite(at) ? at : null;
}

function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : 'no reason given';
}
