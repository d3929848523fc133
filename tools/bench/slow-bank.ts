import { join } from 'node:path';
import { Bank, serveBank } from '@parley/demo-bank';
import { scratchFolder } from '@parley/testing';

/** A bank that answers after so long, in this process. */
export async function startSlowBank(delayMs: number): Promise<{ readonly url: string; readonly stop: () => void }> {
  const bank = await Bank.open(join(scratchFolder('slow-bank'), 'ledger.jsonl'));
  bank.behave({ delayMs });
  const server = await serveBank(bank, 0);
  return { url: server.url, stop: () => void server.close().then(() => bank.close()) };
}
