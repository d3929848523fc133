import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Behaviour } from '@parley/demo-bank';

const root = join(import.meta.dirname, '../../..');

/** A line of the bank's ledger: the payee's name is the client's own, unique. */
export interface LedgerLine {
  readonly to: string;
}

/** The bank: a process of its own with an append-only ledger, never killed while the run lasts. */
export class BankProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly ledgerFile: string,
  ) {}

  static async start(ledgerFile: string, behaviour: Partial<Behaviour>): Promise<BankProcess> {
    const program = join(root, 'libs/infra/demo-bank/src/main.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', program, '--ledger', ledgerFile], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { url } = JSON.parse(line.toString()) as { url: string };
    await fetch(`${url}/behaviour`, { method: 'PUT', body: JSON.stringify(behaviour) });
    return new BankProcess(child, url, ledgerFile);
  }

  ledger(): LedgerLine[] {
    if (!existsSync(this.ledgerFile)) return [];
    return readFileSync(this.ledgerFile, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LedgerLine);
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }
}
