import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** One file of a backup. */
export interface CopiedFile {
  /** Below the backup's folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Of what was written, hex. */
  readonly sha256: string;
}

const CHUNK = 1_048_576;

/**
 * Copies a file that may be written to meanwhile: what was read is what is hashed, and it is on disk when this resolves.
 * null = the file is gone, as files of a running server may be.
 */
export async function copyFile(
  from: string,
  to: string,
  mode = 0o600,
): Promise<Pick<CopiedFile, 'bytes' | 'sha256'> | null> {
  const source = await open(from, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (source === null) return null;
  try {
    const target = await open(to, 'wx', mode);
    try {
      const copied = await pump(source, target);
      await target.sync();
      return copied;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

type File = Awaited<ReturnType<typeof open>>;

async function pump(source: File, target: File): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await source.read(buffer, 0, CHUNK, bytes);
    if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') };
    const chunk = buffer.subarray(0, bytesRead);
    hash.update(chunk);
    // At a position, so that a short write would be seen as one.
    const { bytesWritten } = await target.write(chunk, 0, bytesRead, bytes);
    if (bytesWritten !== bytesRead) throw new Error(`Only ${bytesWritten} of ${bytesRead} bytes could be written.`);
    bytes += bytesRead;
  }
}
