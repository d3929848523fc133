import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../fitness/sources.ts';
import type { LedgerLine } from './judge.ts';

/** The bank: a process of its own with an append-only ledger, never killed while the run lasts. */
export class BankProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly ledgerFile: string,
  ) {}

  static async start(port: number, ledgerFile: string, delayMs: number): Promise<BankProcess> {
    const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'libs/infra/demo-bank/src/main.ts')], {
      env: { ...process.env, PORT: String(port), DEMO_BANK_LEDGER: ledgerFile, DEMO_BANK_DELAY_MS: String(delayMs) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    return new BankProcess(child, `http://127.0.0.1:${port}`, ledgerFile);
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
