import { commandLine } from '@parley/service-kit';
import { Bank } from './bank.ts';
import { serveBank } from './bank-server.ts';

// The bank as a process of its own: prints one line of JSON once it serves, and goes on until it is stopped.
const { PORT = '0', DEMO_BANK_LEDGER = 'ledger.jsonl', DEMO_BANK_DELAY_MS = '0' } = process.env;
const { options } = commandLine({
  call: 'tsx libs/infra/demo-bank/src/main.ts',
  about: 'A bank for trying things out: keeps a ledger file, prints its address, and serves until it is stopped.',
  options: {
    ledger: { kind: 'text', value: 'FILE', default: DEMO_BANK_LEDGER, about: 'lines of JSON, appended to' },
    port: { kind: 'whole', default: Number(PORT), about: '0: any free one' },
    'delay-ms': { kind: 'whole', default: Number(DEMO_BANK_DELAY_MS), about: 'how long an answer takes' },
  },
});
const bank = await Bank.open(options.ledger);
bank.behave({ delayMs: options['delay-ms'] });
const server = await serveBank(bank, options.port);
process.stdout.write(`${JSON.stringify({ url: server.url, ledger: options.ledger, pid: process.pid })}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.close().then(() => bank.close()));
}
