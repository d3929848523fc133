import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Makes the folder, and the entries that lead to it, survive a power cut. */
export async function makeDurableFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let at = folder; ; at = dirname(at)) {
    await syncFolder(dirname(at));
    if (at === first) return;
  }
}

/** Replaces or makes the file: whole or not at all, and there after a power cut once this resolves. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const draft = await writeDraft(path, bytes, 0o600);
  try {
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Like `writeDurably`, but never replaces: 'exists' when somebody else was first. */
export async function createDurably(path: string, bytes: Uint8Array): Promise<'created' | 'exists'> {
  const draft = await writeDraft(path, bytes, 0o600);
  try {
    await link(draft, path);
    await syncFolder(dirname(path));
    return 'created';
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return 'exists';
  } finally {
    await rm(draft, { force: true });
  }
}

/** `ENOENT`, `EACCES`, … of a failed call; null if it is none. */
export function codeOf(error: unknown): string | null {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : null;
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeDraft(path: string, bytes: Uint8Array, mode: number): Promise<string> {
  const draft = join(dirname(path), `.draft-${randomUUID()}`);
  const handle = await open(draft, 'wx', mode);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  return draft;
}
