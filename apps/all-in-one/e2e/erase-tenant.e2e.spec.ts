import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ended, OperatorsProgram } from '@parley/testing';
import { freePort, HttpClient, ParleyProcess, scratchFolder, TenantApi, WebVisitor } from '@parley/testing';

/** Said by nobody else, and nowhere in the programs: short, long enough for a blob, and by an agent. */
const words = ['Zyzzyvas', 'xylographer', 'quokkaland'] as const;

let scratch: string;
let dataFolder: string;

beforeAll(() => {
  scratch = scratchFolder('forget');
  dataFolder = join(scratch, 'data');
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

const run = (program: OperatorsProgram, ...args: readonly string[]): Promise<Ended> =>
  ParleyProcess.run(program, { dataFolder, args });

/** Every file below a folder that holds one of the words as it is, or what is given in bytes. */
async function filesWith(folder: string, wanted: readonly string[]): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    if (wanted.some((word) => bytes.includes(word))) found.push(path.slice(folder.length + 1));
  }
  return found;
}

describe('a tenant that is erased', () => {
  let conversation = '';
  let key = '';

  beforeAll(async () => {
    const parley = await ParleyProcess.start({ dataFolder, port: await freePort() });
    key = /pk_\S+/.exec(parley.output)?.[0] ?? 'none';
    const http = new HttpClient(parley.origin);
    const ann = await WebVisitor.arrive(http, 'demo');
    conversation = ann.visit.conversation;
    const until = (text: string) => ann.until((messages) => messages.some((message) => message.text.includes(text)));
    await ann.say('1', 'send 200 to Zyzzyvas');
    await until('Anything else?');
    await ann.say('2', 'xylographer '.repeat(4_000));
    await until('xylographer');
    await ann.say('3', 'I want to talk to a person');
    await until('A colleague');
    const api = new TenantApi(http, key);
    expect((await api.agentSays(conversation, 'a1', 'It was in quokkaland.')).status).toBe(201);
    await until('quokkaland');
    await http.close();
    await parley.stop();
  }, 120_000);

  it('was in the files of the database before, so that looking there proves something', async () => {
    const found = await filesWith(dataFolder, words);
    expect(found.some((file) => /cluster\/base\//.test(file))).toBe(true);
    expect(found.some((file) => /cluster\/pg_wal\//.test(file))).toBe(true);
    expect((await filesWith(dataFolder, [conversation])).length).toBeGreaterThan(2);
    expect((await readdir(join(dataFolder, 'blobs'))).length).toBe(1);
  });

  it('leaves no word, no id of a conversation and no blob in any file: tables, indexes, logs, a backup made after', async () => {
    const refused = await run('erase-tenant', 'nobody');
    expect([refused.exitCode, refused.output]).toEqual([1, 'There is no such tenant.\n']);
    expect(await run('erase-tenant', 'demo')).toMatchObject({ exitCode: 0 });
    expect(await readdir(join(dataFolder, 'blobs'))).toEqual([]);
    expect(await run('scrub')).toMatchObject({ exitCode: 0 });
    // The bank is another company; in the demo its ledger lies in the data folder.
    const ours = (files: readonly string[]): readonly string[] => files.filter((file) => file !== 'demo-bank.jsonl');
    expect(ours(await filesWith(dataFolder, [...words, conversation]))).toEqual([]);
    expect(await run('backup', join(scratch, 'backup'))).toMatchObject({ exitCode: 0 });
    expect(ours(await filesWith(join(scratch, 'backup'), [...words, conversation]))).toEqual([]);
  }, 180_000);

  it('has no key that works and no chat, and Parley serves on', async () => {
    const parley = await ParleyProcess.start({
      dataFolder,
      port: await freePort(),
      env: { PARLEY_DEMO: 'false' },
    });
    const http = new HttpClient(parley.origin);
    expect((await new TenantApi(http, key).call('GET', '/v1/conversations')).status).toBe(401);
    expect((await http.call('POST', '/channels/web-chat/demo/conversations', {})).status).toBe(404);
    await http.close();
    await parley.stop();
  }, 60_000);
});
