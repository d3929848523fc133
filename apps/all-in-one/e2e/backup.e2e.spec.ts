import { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ended, Visit, VisitorMessage } from '@parley/testing';
import { freePort, HttpClient, ParleyProcess, scratchFolder, TenantApi, WebVisitor } from '@parley/testing';

let scratch: string;
let dataFolder: string;
let backup: string;
let port: number;
let running: ParleyProcess | undefined;

beforeEach(async () => {
  scratch = scratchFolder('backup');
  dataFolder = join(scratch, 'data');
  backup = join(scratch, 'backup');
  port = await freePort();
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(scratch, { recursive: true, force: true });
});

const start = async (): Promise<ParleyProcess> => (running = await ParleyProcess.start({ dataFolder, port }));
const run = (program: 'backup' | 'restore' | 'demo-reset', ...args: readonly string[]): Promise<Ended> =>
  ParleyProcess.run(program, { dataFolder, args, env: { PORT: String(port) } });

/** The machine is gone: processes and files. */
async function destroy(): Promise<void> {
  await running?.kill();
  running = undefined;
  expect((await run('demo-reset')).exitCode).toBe(0);
  expect(existsSync(dataFolder)).toBe(false);
}

/** Somebody who keeps what they sent and what was acknowledged, and sends again what they are not sure of. */
interface Sender {
  readonly visit: Visit;
  readonly sent: { readonly id: string; readonly text: string; readonly at: number }[];
}

/** When something may be said. */
class Turn {
  isOver = false;
  /** Payers hold still: what a backup cuts in two, a call and its result, may take another place in the order afterwards, and is paid for again. */
  isStill = false;
  paying = 0;

  async still(): Promise<void> {
    this.isStill = true;
    while (this.paying > 0) await sleep(5);
  }
}

/** Says one after the other until told to stop; a payer waits for each payment's end. */
async function speak(sender: Sender, http: HttpClient, says: (n: number) => string, waits: boolean, turn: Turn) {
  const visitor = WebVisitor.resume(http, 'demo', sender.visit);
  for (let n = 1; !turn.isOver; n += 1) {
    while (waits && turn.isStill && !turn.isOver) await sleep(5);
    if (turn.isOver) return;
    if (waits) turn.paying += 1;
    const text = says(n);
    const status = await visitor.say(`m${n}`, text).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status !== 200) throw new Error(`refused with ${status}`);
    sender.sent.push({ id: `m${n}`, text, at: Date.now() });
    if (waits) await visitor.until((messages) => endings(messages) >= n, 60_000);
    if (waits) turn.paying -= 1;
    // Slower than a visitor may be: nothing is throttled.
    await sleep(waits ? 250 : 150);
  }
}

const endings = (messages: readonly VisitorMessage[]): number =>
  messages.filter(({ from, text }) => from === 'bot' && text.includes('Anything else?')).length;

async function everything(http: HttpClient, visit: Visit): Promise<readonly VisitorMessage[]> {
  const visitor = WebVisitor.resume(http, 'demo', visit);
  for (let before = -1; before !== visitor.messages.length;) {
    before = visitor.messages.length;
    await visitor.read();
  }
  return visitor.messages;
}

const saidBy = (messages: readonly VisitorMessage[]): readonly string[] =>
  messages.filter(({ from }) => from === 'person').map(({ clientId = '' }) => clientId);

describe('a backup under load', () => {
  it('holds what was acknowledged before it, and what came after is taken once when it is sent again', async () => {
    await start();
    const before = new HttpClient(`http://127.0.0.1:${port}`);
    const visitors = await Promise.all(Array.from({ length: 6 }, () => WebVisitor.arrive(before, 'demo')));
    const senders: readonly Sender[] = visitors.map(({ visit }) => ({ visit, sent: [] }));
    const isPayer = (n: number): boolean => n >= 4;
    const says = (one: number) => (n: number) => (isPayer(one) ? `send 1 to Payee${one}x${n}` : `number ${n}`);

    // 1 A backup while they talk; they talk on, and everything is destroyed.
    const turn = new Turn();
    const talking = senders.map((sender, n) => speak(sender, before, says(n), isPayer(n), turn));
    await sleep(2_000);
    await turn.still();
    const begunAt = Date.now();
    const made = await run('backup', backup);
    expect([made.exitCode, made.answer]).toEqual([0, expect.stringMatching(/^Saved \d+ files/)]);
    expect(made.answer).toContain('The keys are not in it.');
    turn.isStill = false;
    await sleep(2_000);
    turn.isOver = true;
    await Promise.all(talking);
    const late = await WebVisitor.arrive(before, 'demo');
    expect((await late.say('m1', 'hello')).status).toBe(200);
    await before.close();
    const kept = ['root.key', 'platform.key', 'demo-bank.jsonl'] as const;
    for (const name of kept) await copyFile(join(dataFolder, name), join(scratch, name));
    await destroy();

    // 2 Restored, with the key from where it was kept. The bank is another company: it has lost nothing.
    const restored = await run('restore', backup, '--key-file', join(scratch, 'root.key'));
    expect([restored.exitCode, restored.output]).toEqual([
      0,
      expect.stringContaining('everything acknowledged before'),
    ]);
    await copyFile(join(scratch, 'demo-bank.jsonl'), join(dataFolder, 'demo-bank.jsonl'));
    await start();
    const http = new HttpClient(`http://127.0.0.1:${port}`);
    let afterwards = 0;
    for (const { visit, sent } of senders) {
      const found = saidBy(await everything(http, visit));
      const promised = sent.filter(({ at }) => at < begunAt).map(({ id }) => id);
      expect(promised.length).toBeGreaterThan(0);
      expect(found.slice(0, promised.length)).toEqual(promised);
      afterwards += sent.length - found.length;
    }
    expect(afterwards).toBeGreaterThan(0);

    // 3 Everybody sends again whatever they have, in order.
    const sendAgain = async ({ visit, sent }: Sender, waits: boolean): Promise<void> => {
      const visitor = WebVisitor.resume(http, 'demo', visit);
      for (const [index, { id, text }] of sent.entries()) {
        expect((await visitor.say(id, text)).status).toBe(200);
        if (waits) await visitor.until((messages) => endings(messages) > index);
        await sleep(150);
      }
      await visitor.until((messages) => saidBy(messages).length >= sent.length, 30_000);
      const messages = await everything(http, visit);
      expect(saidBy(messages)).toEqual(sent.map(({ id }) => id));
      expect(messages.map(({ number }) => number)).toEqual(messages.map((_, index) => index + 1));
    };
    await Promise.all(senders.map((sender, n) => sendAgain(sender, isPayer(n))));
    // Whoever came after the backup is known by their signed token, and begins anew.
    expect((await WebVisitor.resume(http, 'demo', late.visit).say('m1', 'hello')).status).toBe(200);
    await http.close();
    await running?.stop();
    running = undefined;

    // 4 Each payment was made once, and the history is as it was recorded.
    const paid = (await readFile(join(dataFolder, 'demo-bank.jsonl'), 'utf8')).trim().split('\n');
    const payees = paid.map((line) => (JSON.parse(line) as { to: string }).to).sort();
    const wanted = senders.flatMap(({ sent }, n) => (isPayer(n) ? sent.map(({ text }) => text.slice(10)) : [])).sort();
    expect(payees).toEqual(wanted);
    expect((await ParleyProcess.verify(dataFolder)).faults).toBe(0);
  }, 180_000);
});

describe('a backup', () => {
  it('that was damaged, whose key is missing or another one, or whose place is taken is refused, and nothing is written', async () => {
    await start();
    await running?.stop();
    running = undefined;
    expect((await run('backup', backup)).exitCode).toBe(0);
    expect((await run('backup', backup)).output).toBe(`${backup} is there already. Choose a folder that is not.\n`);
    expect((await run('backup', join(dataFolder, 'inside'))).output).toContain('lies in the data folder');
    expect(await stat(join(backup, 'root.key')).catch(() => null)).toBeNull();
    expect((await run('restore', backup)).output).toContain('There is a database in');
    const key = await readFile(join(dataFolder, 'root.key'));
    await destroy();

    const missing = await run('restore', backup);
    expect([missing.exitCode, missing.output]).toEqual([1, expect.stringContaining('Name its file with --key-file')]);
    const other = join(scratch, 'other.key');
    await writeFile(other, `${'ab'.repeat(32)}\n`, { mode: 0o600 });
    expect((await run('restore', backup, '--key-file', other)).output).toContain('holds another key');
    await writeFile(other, key);
    const file = join(backup, 'cluster/global', (await readdir(join(backup, 'cluster/global')))[0] ?? '');
    const bytes = await readFile(file);
    await writeFile(file, Buffer.concat([bytes, Buffer.of(1)]));
    expect((await run('restore', backup, '--key-file', other)).output).toContain('is not as it was written');
    expect(existsSync(dataFolder)).toBe(false);
    await writeFile(file, bytes);
    expect(await run('restore', backup, '--key-file', other)).toMatchObject({ exitCode: 0 });
    expect((await stat(join(dataFolder, 'root.key'))).mode & 0o777).toBe(0o600);
    await start();
  }, 120_000);

  it('forgets again what was erased after it, before anybody is let in', async () => {
    const parley = await start();
    const key = /pk_\S+/.exec(parley.output)?.[0] ?? 'none';
    const http = new HttpClient(parley.origin);
    const [ann, bob] = [await WebVisitor.arrive(http, 'demo'), await WebVisitor.arrive(http, 'demo')];
    for (const visitor of [ann, bob]) {
      await visitor.say('1', 'a wombat in the garden');
      await visitor.until((messages) => messages.length > 1);
    }
    expect((await run('backup', backup, '--with-keys')).answer).toContain('The keys are in it');
    expect((await new TenantApi(http, key).erase(ann.visit.conversation)).status).toBe(204);
    await http.close();
    await copyFile(join(dataFolder, 'erasures.jsonl'), join(scratch, 'erasures.jsonl'));
    await destroy();
    const restored = await run('restore', backup, '--erasures', join(scratch, 'erasures.jsonl'));
    expect(restored.answer).toContain('1 erasures since then are done again');
    const again = await start();
    const anew = new HttpClient(again.origin);
    expect(await everything(anew, ann.visit)).toEqual([]);
    expect(JSON.stringify(await everything(anew, bob.visit))).toContain('wombat');
    expect(existsSync(join(dataFolder, 'erasures.pending.jsonl'))).toBe(false);
    await anew.close();
  }, 120_000);
});
