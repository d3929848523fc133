import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** PEM files of an authority, and of a certificate that it has signed for `localhost`. */
export interface TlsFiles {
  readonly authorityFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** A new authority and a new certificate, in files of a folder whose names begin with `name`. */
export function makeTlsFiles(folder: string, name: string, host = 'localhost'): TlsFiles {
  const file = (kind: string): string => join(folder, `${name}.${kind}`);
  const openssl = (...words: readonly string[]): void => void execFileSync('openssl', words, { stdio: 'pipe' });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authority = ['-subj', `/CN=Authority ${name}`, '-keyout', file('ca.key'), '-out', file('ca.crt')];
  openssl('req', '-x509', ...curve, '-days', '2', ...authority);
  openssl('req', ...curve, '-subj', `/CN=${host}`, '-keyout', file('key'), '-out', file('csr'));
  writeFileSync(file('ext'), `subjectAltName=DNS:${host}\n`);
  const signed = ['-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial', '-extfile', file('ext')];
  openssl('x509', '-req', '-in', file('csr'), '-days', '2', ...signed, '-out', file('crt'));
  return { authorityFile: file('ca.crt'), certificateFile: file('crt'), keyFile: file('key') };
}
