import { execFileSync } from 'node:child_process';
import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { freePort, HttpClient, ParleyProcess, scratchFolder, WebVisitor } from '@parley/testing';

let scratch: string;
let dataFolder: string;
let running: ParleyProcess | undefined;

beforeEach(() => {
  scratch = scratchFolder('operating');
  dataFolder = join(scratch, 'data');
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(scratch, { recursive: true, force: true });
});

const start = async (env: Readonly<Record<string, string>> = {}): Promise<ParleyProcess> =>
  (running = await ParleyProcess.start({ dataFolder, port: await freePort(), env }));

async function refused(env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { exitCode, output } = await ParleyProcess.run('main', { dataFolder, env: { PORT: '0', ...env } });
  expect(exitCode).toBe(1);
  return output;
}

describe('the key file', () => {
  it('lost, of another mode, damaged or another one stops the start with a sentence, and nothing is written over', async () => {
    const parley = await start();
    const http = new HttpClient(parley.origin);
    const ann = await WebVisitor.arrive(http, 'demo');
    await ann.say('1', 'transfer money');
    await ann.until((messages) => messages.at(-1)?.text === 'How much?');
    await http.close();
    await running?.stop();
    running = undefined;
    const file = join(dataFolder, 'root.key');
    const kept = join(scratch, 'kept.key');
    await rename(file, kept);
    expect(await refused()).toContain(`The key file ${file} is missing`);
    expect(await readFile(file).catch(() => 'none')).toBe('none');
    await writeFile(file, `${'ab'.repeat(32)}\n`, { mode: 0o600 });
    expect(await refused()).toContain('but this database was sealed with the key');
    expect(await readFile(file, 'utf8')).toBe(`${'ab'.repeat(32)}\n`);
    await rm(file);
    await writeFile(file, await readFile(kept), { mode: 0o644 });
    expect(await refused()).toContain(`chmod 600 ${file}`);
    await rm(file);
    await copyFile(kept, file);
    await start();
    expect((await ParleyProcess.run('verify', { dataFolder })).exitCode).toBe(0);
  }, 120_000);
});

describe('TLS', () => {
  it('is spoken with the operator’s own certificate, and a pair that does not belong together stops the start', async () => {
    const [cert, key, other] = ['cert.pem', 'key.pem', 'other.pem'].map((name) => join(scratch, name)) as [
      string,
      string,
      string,
    ];
    const make = (keyFile: string, certFile: string): unknown =>
      execFileSync(
        'openssl',
        ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'].concat(
          ...[['-keyout', keyFile, '-out', certFile]],
        ),
        { stdio: 'ignore' },
      );
    make(other, cert);
    make(key, cert);
    expect(await refused({ PARLEY_TLS_CERT: cert, PARLEY_TLS_KEY: other })).toContain('do not go together');
    expect(await refused({ PARLEY_TLS_CERT: cert, PARLEY_TLS_KEY: join(scratch, 'none.pem') })).toContain(
      'PARLEY_TLS_KEY names a file that cannot be read',
    );
    const port = await freePort();
    running = ParleyProcess.launch({ dataFolder, port, env: { PARLEY_TLS_CERT: cert, PARLEY_TLS_KEY: key } });
    const ca = await readFile(cert);
    const ask = (): Promise<number> =>
      new Promise((resolve) => {
        get({ host: '127.0.0.1', servername: 'localhost', port, path: '/readyz', ca }, (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        }).on('error', () => resolve(0));
      });
    for (const until = Date.now() + 60_000; (await ask()) !== 200 && Date.now() < until;) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await ask()).toBe(200);
    for (const until = Date.now() + 5_000; !running.output.includes('https://') && Date.now() < until;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(running.output).toContain(`https://127.0.0.1:${port}/chat/demo`);
  }, 120_000);
});

describe('npm run -s status', () => {
  it('shows what is kept, its age, and what retention will take, beside a running Parley', async () => {
    await start();
    const shown = await ParleyProcess.run('status', { dataFolder, env: { PARLEY_KEEP_ENDED: '365d' } });
    expect(shown.exitCode).toBe(0);
    expect(shown.answer).toMatch(/^Database +\d/m);
    expect(shown.answer).toMatch(/^ {2}journal +\d+ kB, about \d+ rows$/m);
    expect(shown.answer).toMatch(/^Ended conversations +erased after 365 d$/m);
    expect(shown.answer).toMatch(/^Quarantine +0, 0 kB of at most 1\.0 GB, oldest none; kept 30 d$/m);
    expect(shown.answer).toMatch(/^Last backup +none was made from here$/m);
    const json = await ParleyProcess.run('status', { dataFolder, args: ['--json'] });
    expect(JSON.parse(json.answer)).toMatchObject({ figures: { quarantined: 0 }, blobs: { count: 0 }, backupAt: null });
  }, 60_000);
});
