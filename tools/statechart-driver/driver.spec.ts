import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { importScxml } from '@parley/scxml';
import { readArguments } from './arguments.ts';
import { drive } from './drive.ts';
import { Session } from './session.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'apps/docs/reference/driver.md'), 'utf8');

type Json = Readonly<Record<string, unknown>>;

const DOOR = {
  schema: 'core/1',
  id: 'door',
  states: [
    { id: 'closed', transitions: [{ event: 'open', target: 'open' }] },
    {
      id: 'open',
      entry: [{ log: 'opened' }],
      after: [{ delayMs: 100, target: 'closed' }],
      transitions: [{ event: 'lock', target: 'locked' }],
    },
    { id: 'locked', type: 'final', donedata: { content: '7' } },
  ],
};

/** The answers to some commands, in one session. */
function answers(...commands: readonly (Json | string)[]): readonly Json[] {
  const session = new Session();
  return commands.map((command) => {
    const line = typeof command === 'string' ? command : JSON.stringify(command);
    return JSON.parse(JSON.stringify(session.answer(line))) as Json;
  });
}

function last(...commands: readonly (Json | string)[]): Json {
  return answers(...commands).at(-1) ?? {};
}

function codeOf(...commands: readonly (Json | string)[]): unknown {
  return (last(...commands)['error'] as Json | undefined)?.['code'];
}

/** What the driver writes for these pieces of input. */
async function written(pieces: readonly (string | Uint8Array)[], maxLineBytes?: number): Promise<readonly Json[]> {
  let out = '';
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      out += chunk.toString();
      setImmediate(done);
    },
    highWaterMark: 8,
  });
  const input = Readable.from(pieces.map((piece) => Buffer.from(piece)));
  await drive(new Session(), input, output, null, maxLineBytes);
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Json);
}

describe('the page about the driver', () => {
  const lines = page.split('\n');
  const given = lines.filter((line) => line.startsWith('→ ')).map((line) => line.slice(2));
  const told = lines.filter((line) => line.startsWith('← ')).map((line) => line.slice(2));

  it('shows an example that runs as it stands there', () => {
    expect(given.length).toBeGreaterThan(8);
    const session = new Session();
    expect(given.map((line) => session.answer(line))).toEqual(told.map((line) => JSON.parse(line) as unknown));
  });

  it('names every error code', () => {
    const codes = ['line-too-long', 'not-utf8', 'not-json', 'not-a-command', 'command-unknown', 'command-malformed'];
    const others = [
      'nothing-loaded',
      'not-started',
      'machine-refused',
      'snapshot-refused',
      'scxml-off',
      'scxml-refused',
      'driver-fault',
    ];
    for (const code of [...codes, ...others]) expect(page).toContain(`\`${code}\``);
  });
});

describe('a session', () => {
  it('fires delays at their own times, one by one, until the clock has arrived', () => {
    const pulse = {
      schema: 'core/1',
      id: 'pulse',
      states: [
        { id: 'a', after: [{ delayMs: 30, target: 'b', do: [{ log: 'a', expr: '_now' }] }] },
        { id: 'b', after: [{ delayMs: 40, target: 'a', do: [{ log: 'b', expr: '_now' }] }] },
      ],
    };
    const answer = last({ load: pulse }, { start: {} }, { advance: 100 });
    expect(answer).toMatchObject({ configuration: ['b'], now: 100 });
    expect(answer['log']).toEqual([
      { label: 'a', value: 30 },
      { label: 'b', value: 70 },
      { label: 'a', value: 100 },
    ]);
  });

  it('stops a clock that would never arrive', () => {
    const storm = { schema: 'core/1', id: 'storm', states: [{ id: 'a', after: [{ delayMs: 0, target: 'a' }] }] };
    const answer = last({ load: storm }, { start: {} }, { advance: 1 });
    expect(JSON.stringify(answer['problems'])).toContain('limit');
  });

  it('goes on from a snapshot as if nothing had been in between', () => {
    const [, , , kept] = answers({ load: DOOR }, { start: { now: 5 } }, { event: 'open' }, { snapshot: true });
    const { snapshot = null, now = null, seq = null } = kept ?? {};
    const answer = last({ load: DOOR }, { restore: snapshot, now, seq }, { advance: 100 });
    expect(answer).toMatchObject({ configuration: ['closed'], now: 105 });
  });

  it('tells the end, with its data', () => {
    const answer = last({ load: DOOR }, { start: {} }, { event: 'open' }, { event: 'lock' });
    expect(answer).toMatchObject({ configuration: ['locked'], status: 'done', output: 7 });
  });

  it('gives the trace where it is asked for', () => {
    const answer = last({ load: DOOR, options: { trace: true } }, { start: {} }, { event: 'open' });
    expect(answer['trace']).toContainEqual(expect.objectContaining({ type: 'enter', state: 'open' }));
  });

  it('loads SCXML where that is on, and names its faults', () => {
    const session = new Session(importScxml);
    const xml = '<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0"><state id="a"/></scxml>';
    expect(session.answer(JSON.stringify({ loadScxml: xml }))).toMatchObject({ status: 'loaded', notes: [] });
    expect(session.answer('{"start":{}}')).toMatchObject({ configuration: ['a'] });
    expect(session.answer('{"loadScxml":"<scxml"}')).toMatchObject({
      status: 'empty',
      error: { code: 'scxml-refused' },
    });
    expect(codeOf({ loadScxml: xml })).toBe('scxml-off');
  });

  it.each([
    ['nonsense', 'not-json'],
    ['{"start":', 'not-json'],
    ['[]', 'not-a-command'],
    ['null', 'not-a-command'],
    ['{}', 'command-unknown'],
    ['{"__proto__":{"load":1}}', 'command-unknown'],
    ['{"constructor":1}', 'command-unknown'],
    ['{"start":{},"advance":1}', 'command-unknown'],
    ['{"start":{},"extra":1}', 'command-malformed'],
    ['{"advance":-1}', 'command-malformed'],
    ['{"advance":1e400}', 'command-malformed'],
    ['{"event":{"data":1}}', 'command-malformed'],
    ['{"event":{"name":"x","invokeid":"y"}}', 'command-malformed'],
    ['{"result":{"operation":"x","outcome":"maybe"}}', 'command-malformed'],
    ['{"snapshot":1}', 'command-malformed'],
    ['{"load":{},"options":{"limits":{"fuel":"much"}}}', 'command-malformed'],
    ['{"load":7}', 'machine-refused'],
    ['{"load":null}', 'machine-refused'],
    ['{"load":"{"}', 'machine-refused'],
    ['{"start":{}}', 'nothing-loaded'],
    ['{"restore":{}}', 'nothing-loaded'],
    ['{"event":"x"}', 'nothing-loaded'],
  ])('answers %s with %s', (line, code) => {
    expect(codeOf(line)).toBe(code);
  });

  it('wants to be started before anything happens, and refuses what is no snapshot', () => {
    for (const command of [{ event: 'open' }, { advance: 1 }, { snapshot: true }])
      expect(codeOf({ load: DOOR }, command)).toBe('not-started');
    for (const restore of [{}, null, 'cut', [], { version: 99 }])
      expect(codeOf({ load: DOOR }, { restore })).toBe('snapshot-refused');
  });

  it('survives what nests a hundred thousand deep, and what goes on', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const session = new Session();
    for (const line of [
      `{"load":${deep}}`,
      `{"start":{"input":{"x":${deep}}}}`,
      `{"event":{"name":"x","data":${deep}}}`,
    ])
      expect(session.answer(line)).toHaveProperty('error');
    expect(session.answer(JSON.stringify({ load: DOOR }))).toMatchObject({ status: 'loaded' });
    for (const line of [
      `{"start":{"input":{"x":${deep}}}}`,
      `{"event":{"name":"x","data":${deep}}}`,
      `{"restore":${deep}}`,
    ])
      session.answer(line);
    expect(session.answer('{"start":{}}')).toMatchObject({ configuration: ['closed'] });
  });
});

describe('the lines', () => {
  it('may come in any pieces, the last without an end, blank ones and CR LF between', async () => {
    const bytes = Buffer.from(`${JSON.stringify({ load: DOOR })}\r\n\n  \n{"start":{}}\n{"event":"ünknown"}`);
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
      bytes.subarray(index * 7, index * 7 + 7),
    );
    const seen = await written(pieces);
    expect(seen.map(({ status }) => status)).toEqual(['loaded', 'active', 'active']);
  });

  it('that are too long or no UTF-8 are answered once, and the next is read', async () => {
    const seen = await written(
      ['x'.repeat(300), 'y'.repeat(300), '\n', Buffer.from([0x22, 0xff, 0x22, 0x0a]), '{"start":{}}\n{"st'],
      200,
    );
    expect(seen.map(({ error }) => (error as Json)['code'])).toEqual([
      'line-too-long',
      'not-utf8',
      'nothing-loaded',
      'not-json',
    ]);
  });
});

describe('the program', () => {
  const start = join(root, 'tools/statechart-driver/start.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'driver-spec-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('keeps what came in, and replays it to the same answers', () => {
    const log = join(folder, 'door.jsonl');
    const input = `${JSON.stringify({ load: DOOR })}\n{"start":{}}\nbad\n{"event":"open"}\n`;
    const first = execFileSync('node', [start, '--log', log], { input, encoding: 'utf8' });
    expect(readFileSync(log, 'utf8')).toBe(input);
    expect(first.split('\n')).toHaveLength(5);
    expect(execFileSync('node', [start, '--replay', log], { encoding: 'utf8' })).toBe(first);
  });

  it('says what is wrong with its options on stderr, and helps on stdout', () => {
    const wrong = spawnSync('node', [start, '--nonsense'], { encoding: 'utf8' });
    expect(wrong).toMatchObject({ status: 2, stdout: '' });
    expect(wrong.stderr).toContain('--nonsense');
    const missing = spawnSync('node', [start, '--replay', join(folder, 'none')], { encoding: 'utf8' });
    expect(missing).toMatchObject({ status: 1, stdout: '' });
    expect(execFileSync('node', [start, '--help'], { encoding: 'utf8' })).toContain('"advance"');
    expect(readArguments(['--log', 'a', '--replay', 'a'])).toContain('different files');
    expect(readArguments(['--log'])).toContain("'--log <value>' argument missing");
  });
});
