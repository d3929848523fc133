import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StartProblem } from '@parley/service-kit';

const schema = z.object({
  format: z.literal(1),
  /** When the backup was begun: everything acknowledged before is in it. */
  begunAt: z.iso.datetime(),
  /** The moment that a restore leads to lies between the two. */
  endedAt: z.iso.datetime(),
  /** Highest migration in it: an older Parley refuses it. */
  schemaVersion: z.int().min(1),
  /** Names the key that everything is sealed with, and gives nothing of it away. */
  rootKey: z.string().nullable(),
  /** Whether the key files are in it. */
  withKeys: z.boolean(),
  files: z.array(z.object({ path: z.string(), bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});

/** What a backup says of itself; the last file written. */
export type Manifest = z.infer<typeof schema>;

export const manifestFile = 'manifest.json';

/** @throws StartProblem when there is none, or none that we know */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestFile), 'utf8').catch(() => null);
  if (text === null) throw new StartProblem(`${folder} holds no backup: there is no ${manifestFile} in it.`);
  const read = schema.safeParse(parse(text));
  if (!read.success) throw new StartProblem(`${join(folder, manifestFile)} is not one that this Parley can read.`);
  return read.data;
}

/** What is not as it was written; empty = all is. Reads everything once: some seconds a gigabyte. */
export async function damages(folder: string, { files }: Pick<Manifest, 'files'>): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { path, sha256 } of files) {
    if (path.split('/').includes('..')) found.push(`${path}: leads out of the backup`);
    else {
      const hash = await hashOf(join(folder, path)).catch(() => null);
      if (hash !== sha256) found.push(hash === null ? `${path}: missing` : `${path}: changed`);
    }
  }
  return found;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
