import { freePort, HttpClient, ParleyProcess, scratchFolder, TenantApi, WebVisitor } from '@parley/testing';
import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const program = join(import.meta.dirname, '../bin/parley.mjs');
const bank = join(import.meta.dirname, '../../docs/examples/bank-transfer.flow.json');

describe('changing the bot from the shell', () => {
  const folder = scratchFolder('cli');
  const file = join(folder, 'bank.flow.json');
  let running: ParleyProcess;
  let http: HttpClient;
  let connection: string;
  let env: Record<string, string>;

  const parley = async (...words: readonly string[]): Promise<string> =>
    (await promisify(execFile)(process.execPath, [program, ...words], { env: { ...process.env, ...env } })).stdout;
  const arrive = async (): Promise<WebVisitor> => {
    const visitor = await WebVisitor.arrive(http, connection);
    await visitor.opened();
    return visitor;
  };
  const fees = ({ messages }: WebVisitor): readonly string[] =>
    messages
      .filter(({ from, text }) => from === 'bot' && /^(Transfers are|A transfer costs)/.test(text))
      .map(({ text }) => text);
  /** What it says of fees. */
  const ask = async (visitor: WebVisitor, id: string): Promise<string | undefined> => {
    const before = fees(visitor).length;
    await visitor.say(id, 'what are the fees?');
    await visitor.until(() => fees(visitor).length > before);
    return fees(visitor).at(-1);
  };

  beforeAll(async () => {
    running = await ParleyProcess.start({ dataFolder: join(folder, 'data'), port: await freePort() });
    http = new HttpClient(running.origin);
    const made = await http.call('POST', '/v1/tenants', { name: 'Shell' }, { token: running.platformKey() });
    const { apiKey } = made.content as { readonly apiKey: string };
    env = { PARLEY_API_KEY: apiKey, PARLEY_URL: running.origin };
    writeFileSync(file, readFileSync(bank));
    await parley('publish', file);
    connection = await new TenantApi(http, apiKey).connect('bank-transfer', [running.origin]);
  }, 60_000);

  afterAll(async () => {
    await http.close();
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('[E061] the next conversation runs what was published, the one under way keeps what it began on', async () => {
    const early = await arrive();
    expect(await ask(early, '1')).toBe('Transfers are free.');

    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('Transfers are free.', 'A transfer costs one cent.'));
    expect(await parley('publish', file)).toMatch(/is published, and what new conversations run\.\n$/);

    expect(await ask(await arrive(), '1')).toBe('A transfer costs one cent.');
    expect(await ask(early, '2')).toBe('Transfers are free.');
  }, 60_000);

  it('a draft and a version that is not the default change no conversation', async () => {
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('one cent', 'two cents'));
    expect(await parley('publish', file, '--draft')).toContain('The draft of bank-transfer is saved.\n');
    expect(await parley('publish', file, '--keep-default')).toMatch(/is published\.\n$/);
    expect(await ask(await arrive(), '1')).toBe('A transfer costs one cent.');
  }, 60_000);

  it('names what only the server knows, at its place, and publishes nothing', async () => {
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('demo-bank.transfer', 'demo-bank.tranfer'));
    const failed = (await parley('publish', file).catch((error: unknown) => error)) as {
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
    };
    expect(failed.code).toBe(1);
    expect(failed.stdout).toMatch(/bank\.flow\.json:\d+:\d+ {2}adapter-unknown {2}/);
    expect(failed.stderr).toContain('422, flow.invalid');
    expect(await ask(await arrive(), '1')).toBe('A transfer costs one cent.');
  }, 60_000);
});
