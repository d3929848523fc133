import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { runParley } from './run-parley.ts';

const bank = join(import.meta.dirname, '../../docs/examples/bank-transfer.flow.json');

interface Ran {
  readonly code: number;
  readonly said: readonly string[];
  readonly complained: readonly string[];
}

async function run(words: readonly string[], typed = '', env: Record<string, string> = {}): Promise<Ran> {
  const [said, complained]: [string[], string[]] = [[], []];
  const code = await runParley(words, {
    env,
    input: Readable.from([typed]),
    say: (text) => said.push(text),
    complain: (text) => complained.push(text),
    isTerminal: false,
  });
  return { code, said, complained };
}

describe('parley', () => {
  it('says what there is, and names what there is not', async () => {
    const help = await run(['--help']);
    expect(help.code).toBe(0);
    for (const name of ['check', 'publish', 'chat']) {
      expect(help.said.join('\n')).toContain(`  ${name}`);
      expect((await run([name, '--help'])).said.join('\n')).toMatch(
        new RegExp(`^parley ${name} <file> \\[options\\]\\n`),
      );
      expect(await run([name])).toMatchObject({ code: 2, complained: [expect.stringContaining('One file is wanted')] });
      expect(await run([name, 'no-such-file'])).toMatchObject({ code: name === 'publish' ? 2 : 1 });
    }
    expect(await run(['chek'])).toMatchObject({ code: 2, complained: [expect.stringContaining('no command “chek”')] });
  });
});

describe('parley check', () => {
  let folder: string;
  const write = (text: string): string => {
    const path = join(folder, 'a.flow.json');
    writeFileSync(path, text);
    return path;
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-cli-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('answers 0 for a flow that can be published, with its version', async () => {
    const { code, said } = await run(['check', bank]);
    expect([code, said.at(-1)]).toEqual([
      0,
      expect.stringMatching(/^bank-transfer has no problems: .* version [0-9a-f]{12}\.$/),
    ]);
  });

  it('says every problem at its line and column', async () => {
    const path = write('{\n  "schema": "flow/1",\n  "id": "A",\n  "titel": "x",\n  "languages": ["en"]\n}');
    const { code, said, complained } = await run(['check', path]);
    expect(code).toBe(1);
    expect(said).toContainEqual(expect.stringMatching(/a\.flow\.json:3:9 {2}name-invalid {2}/));
    expect(said).toContainEqual(expect.stringMatching(/a\.flow\.json:4:12 {2}key-unknown {2}.*Did you mean "title"\?/));
    expect(complained).toEqual([`${said.length} problems in ${path}.`]);
  });

  it('says where a text stops being JSON', async () => {
    const { code, said } = await run(['check', write('{\n  "id": \n}')]);
    expect([code, said]).toEqual([1, [expect.stringMatching(/a\.flow\.json:3:1 {2}json-syntax {2}/)]]);
  });
});

describe('parley chat', () => {
  it('holds a conversation, its buttons, its work, its time and its agent', async () => {
    const typed = [
      'send 5000 to Bob',
      '/1',
      'are you there?',
      '/done {"id":"T-1"}',
      '/wait 10m',
      '/states',
      '/nonsense',
    ];
    const { code, said } = await run(['chat', bank], `${typed.join('\n')}\n/quit\nnot heard\n`);
    expect(code).toBe(0);
    const text = said.slice(said.findIndex((line) => line.startsWith('bot:')));
    expect(text).toEqual([
      'bot: Hello there. I can send money for you.',
      'bot: Send 5000 to Bob?',
      '     /1 Yes',
      '     /2 No',
      'work: demo-bank.transfer {"amount":5000,"to":"Bob"}  — /done {…}, /failed REASON or /lost',
      '(kept until the work is done)',
      'work: demo-bank.transfer {"amount":5000,"to":"Bob"}  — /done {…}, /failed REASON or /lost',
      'bot: Done, id T-1.',
      'bot: Anything else?',
      expect.stringMatching(/^bot: /),
      'bot: Still there?',
      expect.stringContaining('idle'),
      'There is no /nonsense. /help says what there is; a message cannot begin with a slash here.',
    ]);
  });

  it('gives the conversation to an agent and back, and says what cannot be', async () => {
    const typed = ['/lost', '/7', 'talk to a person', '/agent I am here.', '/close', '/wait long', '/done {'];
    const { said } = await run(['chat', bank], typed.join('\n'));
    expect(said).toEqual(
      expect.arrayContaining([
        'No work waits for an answer.',
        'There is no button 7.',
        'agent: I am here.',
        'How long? Such as /wait 30s, /wait 5m.',
      ]),
    );
  });
});

describe('parley publish', () => {
  it('wants a key from the environment', async () => {
    expect(await run(['publish', bank])).toMatchObject({
      code: 2,
      complained: [expect.stringContaining('PARLEY_API_KEY is not set')],
    });
  });

  it('says so when nobody is there', async () => {
    const { code, complained } = await run(['publish', bank, '--url', 'http://127.0.0.1:9'], '', {
      PARLEY_API_KEY: 'k',
    });
    expect([code, complained]).toEqual([1, [expect.stringContaining('http://127.0.0.1:9 is not reached')]]);
  });

  it('shows what the server refuses at its place in the file', async () => {
    const server = createServer((request, response) => {
      request.resume();
      const problem = {
        title: 'x',
        code: 'flow.invalid',
        detail: 'Nothing was published.',
        problems: [{ pointer: '/id', code: 'adapter-unknown', message: 'No.' }],
      };
      response.writeHead(request.method === 'PUT' ? 200 : 422, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify(request.method === 'PUT' ? {} : problem));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { code, said, complained } = await run(['publish', bank], '', { PARLEY_API_KEY: 'k', PARLEY_URL: url });
    server.close();
    expect(code).toBe(1);
    expect(said.at(-1)).toMatch(/bank-transfer\.flow\.json:3:9 {2}adapter-unknown {2}No\.$/);
    expect(complained).toEqual(['The server refuses it (422, flow.invalid): Nothing was published.']);
  });
});
