import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '@parley/postgres';
import { Meters } from '@parley/opentelemetry';
import { lastBackupAt, watchOver } from './watch-over.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-watch-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const over = (dataFolder: string, isStarted: boolean): ReturnType<typeof watchOver> =>
  watchOver({
    config: { dataFolder },
    database: new Database({ host: join(folder, 'no-socket'), port: 5432, user: 'nobody', database: 'none' }),
    meters: new Meters(),
    state: { isStarted, amiss: [] },
    isDraining: () => false,
    now: () => 0,
  });

describe('readiness', () => {
  it('names each dependency, and says of those that are not well why, without an address', async () => {
    expect(await over(join(folder, 'absent'), false).health()).toEqual({
      isReady: false,
      dependencies: {
        process: 'starting',
        database: 'the database does not answer (ENOENT)',
        disk: 'the data folder cannot be written (ENOENT)',
      },
    });
  });
});

describe('figures', () => {
  it('are left out where the database does not answer, so that no old one looks well, and the others are told', async () => {
    const { text } = await over(folder, true).metrics();
    expect(text).not.toMatch(/^parley_log_lag_records /m);
    expect(text).toMatch(/^parley_dependency_up\{dependency="database"\} 0$/m);
    expect(text).toMatch(/^parley_dependency_up\{dependency="disk"\} 1$/m);
    expect(text).toMatch(/^parley_disk_free_bytes \d+/m);
    expect(text).toMatch(/^parley_last_backup_timestamp_seconds 0$/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  });

  it('know of no backup where none was recorded', async () => {
    await chmod(folder, 0o700);
    expect(await lastBackupAt(folder)).toBeNull();
  });
});
