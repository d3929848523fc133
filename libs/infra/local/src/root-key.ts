import { randomBytes } from 'node:crypto';
import { chmod, readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Tenants } from '@parley/ports';
import { codeOf, createDurably, makeDurableFolder } from './durable-file.ts';
import { fingerprintOf, KEY_BYTES, NodeSealing } from './node-sealing.ts';

export type OpenedRootKey =
  | { readonly ok: true; readonly sealing: NodeSealing; readonly created: boolean }
  /** A sentence for the person who starts us. Nothing was written. */
  | { readonly ok: false; readonly problem: string };

/**
 * Opens the key file that belongs to this database. A key is made only for a database that never had one: without its
 * key everything sealed in it is lost, so a missing or foreign file stops the start and nothing is overwritten.
 */
export async function openRootKey(path: string, tenants: Tenants): Promise<OpenedRootKey> {
  const file = resolve(path);
  const known = await tenants.rootKey();
  const before = await readKeyFile(file);
  if (before.kind === 'unusable') return { ok: false, problem: before.problem };
  if (before.kind === 'absent' && known !== null) return { ok: false, problem: lost(file, known) };
  const created = before.kind === 'absent' && (await createKeyFile(file)) === 'created';
  const found = before.kind === 'absent' ? await readKeyFile(file) : before;
  if (found.kind !== 'key') {
    return {
      ok: false,
      problem: found.kind === 'unusable' ? found.problem : `The key file ${file} vanished while starting.`,
    };
  }
  const fingerprint = fingerprintOf(found.key);
  const counting = await tenants.rootKey(fingerprint);
  if (counting !== fingerprint) return { ok: false, problem: foreign(file, fingerprint, counting) };
  return { ok: true, sealing: new NodeSealing(found.key), created };
}

type KeyFile =
  | { readonly kind: 'key'; readonly key: Uint8Array }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unusable'; readonly problem: string };

async function readKeyFile(file: string): Promise<KeyFile> {
  try {
    const { mode } = await stat(file);
    if ((mode & 0o037) !== 0) return { kind: 'unusable', problem: tooOpen(file, mode) };
    const text = (await readFile(file, 'utf8')).trim();
    if (!/^[0-9a-f]{64}$/.test(text)) return { kind: 'unusable', problem: damaged(file) };
    return { kind: 'key', key: Buffer.from(text, 'hex') };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return { kind: 'absent' };
    if (code === 'EISDIR') return { kind: 'unusable', problem: damaged(file) };
    if (code === 'EACCES' || code === 'EPERM') return { kind: 'unusable', problem: unreadable(file) };
    throw error;
  }
}

async function createKeyFile(file: string): Promise<'created' | 'exists'> {
  await makeDurableFolder(dirname(file));
  const created = await createDurably(file, Buffer.from(`${randomBytes(KEY_BYTES).toString('hex')}\n`));
  // The umask cannot have widened it; a default access list could have.
  if (created === 'created') await chmod(file, 0o600);
  return created;
}

const lost = (file: string, known: string): string =>
  `The key file ${file} is missing, but this database was sealed with the key ${known}. Put that file back from a backup; without it the conversations cannot be read.`;
const foreign = (file: string, fingerprint: string, known: string | null): string =>
  `The key file ${file} holds the key ${fingerprint}, but this database was sealed with the key ${known ?? 'of another process'}. Put the right file back, or start on the database that belongs to this one.`;
const damaged = (file: string): string =>
  `The key file ${file} does not hold 64 hexadecimal digits. Put it back from a backup; it was left as it is.`;
const tooOpen = (file: string, mode: number): string =>
  `The key file ${file} may be read by others (mode ${(mode & 0o777).toString(8)}). Run: chmod 600 ${file}`;
const unreadable = (file: string): string =>
  `The key file ${file} may not be read by this user. Make it this user's own: chown $(id -un) ${file}`;
