import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blobsSuite } from '@parley/ports/suites/blobs';
import { FolderBlobs } from './folder-blobs.ts';

blobsSuite({
  name: 'FolderBlobs',
  open: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-blobs-'));
    const inside = join(folder, 'not', 'yet', 'made');
    return {
      first: new FolderBlobs(inside),
      second: new FolderBlobs(inside),
      close: () => rm(folder, { recursive: true }),
    };
  },
});

describe('blobs in a folder', () => {
  let folder: string;
  let blobs: FolderBlobs;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-blobs-'));
    blobs = new FolderBlobs(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const files = async (): Promise<readonly string[]> => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  };

  it('are read by nobody but their owner, and leave nothing half written behind', async () => {
    await blobs.put('bank', Uint8Array.of(1, 2, 3));
    const [file, ...others] = await files();
    expect(others).toEqual([]);
    expect((await stat(file!)).mode & 0o777).toBe(0o600);
  });

  it('never leave their folder, whatever a tenant is called', async () => {
    for (const tenant of ['../../etc', '/root', '.', '', 'a/b', '\u0000']) {
      const hash = await blobs.put(tenant, Buffer.from(tenant));
      expect(await blobs.get(tenant, hash)).toEqual(new Uint8Array(Buffer.from(tenant)));
    }
    expect(await files()).toHaveLength(6);
  });

  it('that changed on the disk are refused, never answered', async () => {
    const hash = await blobs.put('bank', Buffer.from('sealed'));
    const [file] = await files();
    await writeFile(file!, 'sealeD');
    await expect(blobs.get('bank', hash)).rejects.toThrow('has changed since it was stored');
  });

  it('half written by a process that was killed are swept away at the next start, the whole ones kept', async () => {
    const hash = await blobs.put('bank', Buffer.from('whole'));
    const [file] = await files();
    await writeFile(join(file!, '..', '.draft-half'), 'ha');
    expect(await blobs.sweep()).toBe(1);
    expect(await files()).toEqual([file]);
    expect(await blobs.get('bank', hash)).not.toBeNull();
    expect(await new FolderBlobs(join(folder, 'none')).sweep()).toBe(0);
  });
});
