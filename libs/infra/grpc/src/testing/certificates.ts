import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsFiles } from '../tls.ts';

/** An authority of its own, with what it signs; made by openssl, in a folder of its own. */
export class TestAuthority {
  private readonly folder = mkdtempSync(join(tmpdir(), 'parley-grpc-tls-'));
  readonly caFile: string;

  constructor(name: string) {
    const keyFile = this.at('ca.key');
    this.caFile = this.at('ca.crt');
    openssl('req', '-x509', ...newKey(keyFile), '-out', this.caFile, '-days', '2', '-subj', `/CN=${name}`);
  }

  /** A certificate for these DNS names and 127.0.0.1, with this authority as the other side's. */
  sign(names: readonly string[], { expired = false } = {}): Required<TlsFiles> {
    const base = `${names.join('-')}${expired ? '-expired' : ''}`;
    const [keyFile, request, certFile, extra] = ['key', 'csr', 'crt', 'ext'].map((ending) =>
      this.at(`${base}.${ending}`),
    );
    openssl('req', ...newKey(keyFile!), '-out', request!, '-subj', `/CN=${names[0]}`);
    const alternatives = [...names.map((name) => `DNS:${name}`), 'IP:127.0.0.1'];
    writeFileSync(extra!, `subjectAltName=${alternatives.join()}\n`);
    const life = ['-days', expired ? '-1' : '2'];
    const signing = ['-CA', this.caFile, '-CAkey', this.at('ca.key'), '-CAcreateserial', '-extfile', extra!];
    openssl('x509', '-req', '-in', request!, '-out', certFile!, ...signing, ...life);
    return { certFile: certFile!, keyFile: keyFile!, caFile: this.caFile };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private at(file: string): string {
    return join(this.folder, file);
  }
}

const newKey = (file: string): readonly string[] => [
  ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', file],
];

function openssl(...words: readonly string[]): void {
  execFileSync('openssl', words, { stdio: 'pipe' });
}
