import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Blobs } from '@parley/ports';
import { codeOf, makeDurableFolder, syncFolder, writeDurably } from './durable-file.ts';

/**
 * Blobs as files `<folder>/<tenant, hex>/<first two digits>/<sha-256>`. Written aside, fsynced, renamed, the folder
 * fsynced: a file under its final name is whole. The tenant is written in hex, so that no name can lead elsewhere.
 */
export class FolderBlobs extends Blobs {
  private readonly folder: string;

  constructor(folder: string) {
    super();
    this.folder = folder;
  }

  override async put(tenant: string, sealed: Uint8Array): Promise<string> {
    const bytes = Uint8Array.from(sealed);
    const hash = sha256(bytes);
    const path = this.pathOf(tenant, hash);
    await makeDurableFolder(dirname(path));
    if (await isThere(path)) {
      // It may have been renamed by a process that died before its folder was fsynced.
      await syncFolder(dirname(path));
      // Put again is young again.
      const now = new Date();
      await utimes(path, now, now);
    } else {
      await writeDurably(path, bytes);
    }
    return hash;
  }

  override async get(tenant: string, hash: string): Promise<Uint8Array | null> {
    if (!HASH.test(hash)) return null;
    const path = this.pathOf(tenant, hash);
    try {
      const bytes = new Uint8Array(await readFile(path));
      if (sha256(bytes) !== hash) throw new BlobDamaged(path);
      return bytes;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    }
  }

  override async delete(tenant: string, hash: string): Promise<void> {
    if (!HASH.test(hash)) return;
    const path = this.pathOf(tenant, hash);
    try {
      await rm(path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return;
      throw error;
    }
    await syncFolder(dirname(path));
  }

  override async deleteAll(tenant: string): Promise<void> {
    await rm(this.folderOf(tenant), { recursive: true, force: true });
    await syncFolder(this.folder).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error;
    });
  }

  /** Removes what was put before a time (ms since the epoch) and not again since; answers how many went. */
  async expire(before: number): Promise<number> {
    let gone = 0;
    for await (const { path, at } of this.files()) {
      if (at >= before) continue;
      await rm(path, { force: true });
      gone += 1;
    }
    return gone;
  }

  /** How many there are, how large, and how old the oldest is; null = there is none. */
  async size(): Promise<{ readonly count: number; readonly bytes: number; readonly oldestAt: number | null }> {
    let [count, bytes, oldestAt] = [0, 0, Number.POSITIVE_INFINITY];
    for await (const file of this.files()) {
      count += 1;
      bytes += file.bytes;
      oldestAt = Math.min(oldestAt, file.at);
    }
    return { count, bytes, oldestAt: count === 0 ? null : oldestAt };
  }

  private async *files(): AsyncGenerator<{ readonly path: string; readonly bytes: number; readonly at: number }> {
    const names = await readdir(this.folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    });
    for (const name of names) {
      if (!name.isFile() || !HASH.test(name.name)) continue;
      const path = join(name.parentPath, name.name);
      const found = await stat(path).catch(() => null);
      if (found !== null) yield { path, bytes: found.size, at: found.mtimeMs };
    }
  }

  /** Removes what a killed process left half written, once at start, before anything is put. */
  async sweep(): Promise<number> {
    const files = await readdir(this.folder, { recursive: true }).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    });
    const drafts = files.filter((file) => /(^|\/)\.draft-[^/]+$/.test(file));
    for (const draft of drafts) await rm(join(this.folder, draft), { force: true });
    return drafts.length;
  }

  private pathOf(tenant: string, hash: string): string {
    return join(this.folderOf(tenant), hash.slice(0, 2), hash);
  }

  private folderOf(tenant: string): string {
    return join(this.folder, `t${Buffer.from(tenant, 'utf8').toString('hex')}`);
  }
}

/** The file is no longer what was put: nothing of it is answered. */
export class BlobDamaged extends Error {
  override readonly name = 'BlobDamaged';
  constructor(path: string) {
    super(`The blob ${path} has changed since it was stored. Restore it from a backup.`);
  }
}

const HASH = /^[0-9a-f]{64}$/;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function isThere(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
