import { parseArgs } from 'node:util';
import { Bank } from './bank.ts';
import { serveBank } from './bank-server.ts';

// The bank as a process of its own: prints one line of JSON once it serves, and goes on until it is stopped.
const { values } = parseArgs({
  options: { ledger: { type: 'string', default: 'ledger.jsonl' }, port: { type: 'string', default: '0' } },
});
const bank = await Bank.open(values.ledger);
const server = await serveBank(bank, Number(values.port));
process.stdout.write(`${JSON.stringify({ url: server.url, ledger: values.ledger, pid: process.pid })}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.close().then(() => bank.close()));
}
