import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverHome } from './cluster.ts';
import { isPassable, isReachable, type ServerUser } from './server-user.ts';

/** Somebody else than the owner of the folders made here. */
const stranger: ServerUser = { uid: 64_000, gid: 64_000, other: true };
const self: ServerUser = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, other: false };

describe('the place of the server’s files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-place-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is the data folder for this user itself', () => {
    expect(serverHome(join(folder, 'data'), self)).toBe(join(folder, 'data/postgres'));
  });

  it('is the data folder, made passable and not readable, for another user who may come that far', () => {
    chmodSync(folder, 0o711);
    const data = join(folder, 'data');
    mkdirSync(data, { mode: 0o700 });
    expect(serverHome(data, stranger)).toBe(join(data, 'postgres'));
    expect(statSync(data).mode & 0o777).toBe(0o711);
  });

  it('is a folder of its own, the same at each start, where another user may not come near the data folder', () => {
    const data = join(folder, 'data');
    const home = serverHome(data, stranger);
    expect(home).toMatch(/^\/var\/lib\/parley\/data-[0-9a-f]{16}$/);
    expect(serverHome(data, stranger)).toBe(home);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('knows who may pass through a folder and who may read it', () => {
    expect([isPassable(folder, stranger), isReachable(folder, stranger)]).toEqual([false, false]);
    chmodSync(folder, 0o711);
    expect([isPassable(folder, stranger), isReachable(folder, stranger)]).toEqual([true, false]);
    chmodSync(folder, 0o755);
    expect([isPassable(folder, stranger), isReachable(folder, stranger)]).toEqual([true, true]);
    expect(isReachable(join(folder, 'not-yet'), stranger)).toBe(true);
  });
});
