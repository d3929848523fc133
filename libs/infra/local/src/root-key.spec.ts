import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryTenants, newTenantsStore } from '@parley/ports';
import { openRootKey } from './root-key.ts';

describe('the key file', () => {
  let folder: string;
  let file: string;
  let tenants: MemoryTenants;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-key-'));
    file = join(folder, 'secrets', 'root.key');
    tenants = new MemoryTenants(newTenantsStore());
  });
  afterEach(() => rm(folder, { recursive: true }));

  const problemOf = async (path: string): Promise<string> => {
    const opened = await openRootKey(path, tenants);
    if (opened.ok) throw new Error('it opened');
    return opened.problem;
  };

  it('is made for a database that has none, for its owner alone, and opens what it wrapped after a restart', async () => {
    const first = await openRootKey(file, tenants);
    expect(first).toMatchObject({ ok: true, created: true });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const second = await openRootKey(file, tenants);
    expect(second).toMatchObject({ ok: true, created: false });
    if (!first.ok || !second.ok) return;
    const key = first.sealing.newKey();
    expect(second.sealing.unwrap(first.sealing.wrap(key, 'tenant'), 'tenant')).toEqual(Buffer.from(key));
  });

  it('is one when two processes start at once', async () => {
    const opened = await Promise.all(Array.from({ length: 6 }, () => openRootKey(file, tenants)));
    expect(opened.every(({ ok }) => ok)).toBe(true);
    expect(opened.filter((each) => each.ok && each.created)).toHaveLength(1);
  });

  it('that was made by a start that died before naming it is taken up by the next', async () => {
    await openRootKey(file, tenants);
    const made = await readFile(file, 'utf8');
    expect(await openRootKey(file, new MemoryTenants())).toMatchObject({ ok: true, created: false });
    expect(await readFile(file, 'utf8')).toBe(made);
  });

  it('once lost is asked for in a sentence, and no other is made', async () => {
    await openRootKey(file, tenants);
    const fingerprint = await tenants.rootKey();
    await rm(file);
    expect(await problemOf(file)).toBe(
      `The key file ${file} is missing, but this database was sealed with the key ${fingerprint}. Put that file back from a backup; without it the conversations cannot be read.`,
    );
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('of another database is refused in a sentence and left as it is', async () => {
    await openRootKey(file, tenants);
    const other = join(folder, 'other.key');
    await openRootKey(other, new MemoryTenants());
    const before = await readFile(other, 'utf8');
    expect(await problemOf(other)).toContain('but this database was sealed with the key');
    expect(await readFile(other, 'utf8')).toBe(before);
  });

  it('that is damaged is refused in a sentence and left as it is', async () => {
    await mkdir(join(folder, 'secrets'));
    for (const content of ['', 'abc', 'g'.repeat(64), `${'0'.repeat(63)}`]) {
      await writeFile(file, content, { mode: 0o600 });
      expect(await problemOf(file)).toContain('does not hold 64 hexadecimal digits');
      expect(await readFile(file, 'utf8')).toBe(content);
    }
  });

  it('that others may read is refused with the command that mends it', async () => {
    await openRootKey(file, tenants);
    await chmod(file, 0o644);
    expect(await problemOf(file)).toBe(`The key file ${file} may be read by others (mode 644). Run: chmod 600 ${file}`);
  });
});
