import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { StartProblem } from './start-problem.ts';

/** Certificate (with its chain) and key, as PEM files. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface Tls {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** The operator's certificate and key, read and tried once at the start. @throws StartProblem when they cannot be used */
export async function readTls(files: TlsFiles | undefined): Promise<Tls | undefined> {
  if (files === undefined) return undefined;
  const [cert, key] = await Promise.all([
    readPem('PARLEY_TLS_CERT', files.certFile),
    readPem('PARLEY_TLS_KEY', files.keyFile),
  ]);
  try {
    createSecureContext({ cert, key });
  } catch {
    throw new StartProblem(
      `PARLEY_TLS_CERT and PARLEY_TLS_KEY do not go together: ${files.certFile} must hold a certificate with its chain and ${files.keyFile} its key, both as PEM.`,
    );
  }
  return { cert, key };
}

function readPem(setting: string, file: string): Promise<Buffer> {
  return readFile(file).catch((cause: unknown) => {
    const { code = 'unreadable' } = cause as { code?: string };
    throw new StartProblem(`${setting} names a file that cannot be read: ${file} (${code}).`, { cause });
  });
}
