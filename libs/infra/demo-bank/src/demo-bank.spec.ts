import { mkdtemp, readFile, rm, appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { integrationSuite } from '@parley/ports/suites/integration';
import { Bank } from './bank.ts';
import { serveBank } from './bank-server.ts';
import { DemoBankIntegration } from './demo-bank-integration.ts';
import { HttpBank } from './http-bank.ts';

const transfer = { tenant: 'acme', key: 'ann:4:0', amount: 200, to: 'Ann' };
const signal = new AbortController().signal;

for (const keyed of [true, false]) {
  for (const overHttp of [false, true]) {
    integrationSuite({
      name: `the demo bank ${keyed ? 'with' : 'without'} keys, ${overHttp ? 'over HTTP' : 'in process'}`,
      async open() {
        const folder = await mkdtemp(join(tmpdir(), 'bank-'));
        const bank = await Bank.open(join(folder, 'ledger.jsonl'));
        const server = overHttp ? await serveBank(bank, 0) : null;
        const door = server === null ? bank : new HttpBank(server.url);
        return {
          integration: new DemoBankIntegration(door, { keyed }),
          operation: 'transfer',
          input: { amount: 200, to: 'Ann' },
          effects: async () => bank.lines().length,
          silence: () => bank.behave({ next: ['silent'] }),
          async close() {
            await server?.close();
            await bank.close();
            await rm(folder, { recursive: true });
          },
        };
      },
    });
  }
}

describe('the bank’s ledger', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bank-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const file = (): string => join(folder, 'ledger.jsonl');

  it('holds one line a transfer, written before the answer', async () => {
    const bank = await Bank.open(file());
    const [ann, bob] = await Promise.all([
      bank.transfer(transfer),
      bank.transfer({ ...transfer, key: 'bob:1:0', to: 'Bob' }),
    ]);
    const lines = (await readFile(file(), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { to: string }).to).sort()).toEqual(['Ann', 'Bob']);
    expect([ann.kind, bob.kind]).toEqual(['done', 'done']);
    await bank.close();
  });

  it('remembers a key over a restart, and refuses it for another transfer', async () => {
    const before = await Bank.open(file());
    const first = await before.transfer(transfer);
    await before.close();
    const bank = await Bank.open(file());
    expect(await bank.transfer(transfer)).toEqual(first);
    expect((await bank.transfer({ ...transfer, amount: 201 })).kind).toBe('refused');
    expect((await bank.transfer({ ...transfer, tenant: 'other' })).kind).toBe('done');
    expect(bank.lines()).toHaveLength(2);
    await bank.close();
  });

  it('forgets a last line that a crash cut off', async () => {
    const before = await Bank.open(file());
    await before.transfer(transfer);
    await before.close();
    await appendFile(file(), '{"id":"t-1","tena');
    const bank = await Bank.open(file());
    expect(bank.lines()).toHaveLength(1);
    await bank.transfer({ ...transfer, key: 'bob:1:0', to: 'Bob' });
    await bank.close();
    const again = await Bank.open(file());
    expect(again.lines().map(({ to }) => to)).toEqual(['Ann', 'Bob']);
    await again.close();
  });

  it('shows a transfer whose answer was lost, and none that was refused', async () => {
    const bank = await Bank.open(file());
    bank.behave({ next: ['answer-lost', 'refused'] });
    expect((await bank.transfer(transfer)).kind).toBe('silent');
    expect((await bank.transfer({ ...transfer, key: 'bob:1:0', to: 'Bob' })).kind).toBe('refused');
    expect(bank.lines().map(({ to }) => to)).toEqual(['Ann']);
    expect((await bank.transfer(transfer)).kind).toBe('done');
    await bank.close();
  });
});

describe('the bank over HTTP', () => {
  it('is told how to behave, and shows its ledger', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bank-'));
    const bank = await Bank.open(join(folder, 'ledger.jsonl'));
    const server = await serveBank(bank, 0);
    const door = new HttpBank(server.url);
    await fetch(`${server.url}/behaviour`, { method: 'PUT', body: JSON.stringify({ loseEvery: 2, delayMs: 30 }) });
    const begun = Date.now();
    expect((await door.transfer(transfer, signal)).kind).toBe('done');
    expect(Date.now() - begun).toBeGreaterThanOrEqual(29);
    await expect(door.transfer({ ...transfer, key: 'bob:1:0', to: 'Bob' }, signal)).rejects.toThrow();
    const ledger = (await (await fetch(`${server.url}/ledger`)).json()) as { to: string }[];
    expect(ledger.map(({ to }) => to)).toEqual(['Ann', 'Bob']);
    expect((await fetch(`${server.url}/elsewhere`)).status).toBe(404);
    await server.close();
    await bank.close();
    await rm(folder, { recursive: true });
  });
});
