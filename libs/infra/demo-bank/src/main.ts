import { parseArgs } from 'node:util';
import { Bank } from './bank.ts';
import { serveBank } from './bank-server.ts';

// The bank as a process of its own: prints one line of JSON once it serves, and goes on until it is stopped.
const { PORT = '0', DEMO_BANK_LEDGER = 'ledger.jsonl', DEMO_BANK_DELAY_MS = '0' } = process.env;
const { values } = parseArgs({
  options: {
    ledger: { type: 'string', default: DEMO_BANK_LEDGER },
    port: { type: 'string', default: PORT },
    'delay-ms': { type: 'string', default: DEMO_BANK_DELAY_MS },
  },
});
const bank = await Bank.open(values.ledger);
bank.behave({ delayMs: Number(values['delay-ms']) });
const server = await serveBank(bank, Number(values.port));
process.stdout.write(`${JSON.stringify({ url: server.url, ledger: values.ledger, pid: process.pid })}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.close().then(() => bank.close()));
}
