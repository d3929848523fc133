import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, HttpClient, isAlive, ParleyProcess, WebVisitor } from '@parley/testing';

/** Room for a new database and a first segment or two of its log. */
const sizeMb = 128;

const folder = mkdtempSync(join(tmpdir(), 'parley-disk-'));
const isMounted = mount();

let running: ParleyProcess | null = null;

afterAll(async () => {
  await running?.stop();
  if (isMounted) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
});

/** A small disk of its own, where the machine allows it. */
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m,mode=755`, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function fillDisk(): string {
  const filler = join(folder, 'filler');
  const file = openSync(filler, 'w');
  try {
    for (;;) writeSync(file, Buffer.alloc(65_536));
  } catch {
    return filler;
  } finally {
    closeSync(file);
  }
}

const onADisk = isMounted ? it : it.skip;

describe('a disk that is full', () => {
  onADisk(
    'refuses what it cannot keep, says what to do, loses nothing acknowledged, goes on once there is room, and ends by Ctrl-C',
    async () => {
      const parley = await ParleyProcess.start({ dataFolder: join(folder, 'data'), port: await freePort() });
      running = parley;
      const http = new HttpClient(parley.origin);
      const ann = await WebVisitor.arrive(http, 'demo');
      await ann.say('0', 'transfer money');
      await ann.until((messages) => messages.at(-1)?.text === 'How much?');

      // Messages until no more is taken; each is either acknowledged or refused with a time to come again.
      const filler = fillDisk();
      const acknowledged: string[] = ['0'];
      let refused = 0;
      for (let n = 1; refused === 0; n += 1) {
        const { status, headers } = await ann.say(`${n}`, 'x'.repeat(30_000));
        if (status === 200) acknowledged.push(`${n}`);
        if (status !== 503) continue;
        expect(headers['retry-after']).toBe('1');
        refused = n;
      }
      for (const until = Date.now() + 5_000; !parley.output.includes('log.unavailable') && Date.now() < until;)
        await sleep(20);
      expect(parley.output).toContain('No space left on device');
      expect(parley.output).toContain('free some space');
      expect(parley.exited).toBe(false);

      // There is room again: the same message is taken, and what was taken before is there once.
      rmSync(filler);
      await sleep(1_000);
      expect((await ann.say(`${refused}`, 'x'.repeat(30_000))).status).toBe(200);
      const said = () => ann.messages.flatMap(({ clientId }) => clientId ?? []);
      await ann.until(() => said().includes(`${refused}`));
      expect(said()).toEqual([...acknowledged, `${refused}`]);
      await http.close();

      // Ctrl-C ends it, the database too, and the disk is free to be taken away.
      const pidFile = join(folder, 'data/postgres/cluster/postmaster.pid');
      const database = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
      const began = Date.now();
      process.kill(parley.pid, 'SIGINT');
      await parley.gone();
      expect(Date.now() - began).toBeLessThan(5_000);
      expect(await isAlive(database)).toBe(false);
    },
    120_000,
  );
});
