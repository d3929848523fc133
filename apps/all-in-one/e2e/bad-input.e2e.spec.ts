import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:net';
import { HttpClient, TenantApi, WebVisitor } from '@parley/testing';
import type { HttpAnswer } from '@parley/testing';
import type { Parley } from '../src/index.ts';
import { readParleyConfig, startParley } from '../src/index.ts';

let folder: string;
let parley: Parley;
let http: HttpClient;
let api: TenantApi;
let ann: WebVisitor;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-bad-input-'));
  const read = readParleyConfig({ PARLEY_DATA: folder, PORT: '0' });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  parley = await startParley(read.config);
  http = new HttpClient(parley.url);
  api = new TenantApi(http, parley.demoKey ?? 'none');
  ann = await WebVisitor.arrive(http, 'demo');
}, 60_000);

afterAll(async () => {
  await http.close();
  await parley.stop();
  await rm(folder, { recursive: true, force: true });
}, 30_000);

const send = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}, path = 'messages') =>
  fetch(`${parley.url}/channels/web-chat/demo/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ann.visit.token}`, ...headers },
    body,
  });

async function refused(answer: Response): Promise<readonly [number, string]> {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  const problem = (await answer.json()) as { status: number; code: string; type: string; detail: string };
  expect(problem).toMatchObject({ status: answer.status, type: `urn:parley:problem:${problem.code}` });
  expect(problem.detail).not.toBe('');
  return [answer.status, problem.code];
}

const problem = ({ status, content }: HttpAnswer) => [status, (content as { code: string }).code];

describe('what a web chat cannot take', () => {
  it('[F082] is refused by a status and a code of its own, and nothing of it is written', async () => {
    expect(await refused(await send(`{"id":"1","text":"${'x'.repeat(262_144)}"}`))).toEqual([413, 'body.too-large']);
    expect(await refused(await send('hi', { 'content-type': 'text/plain' }))).toEqual([415, 'body.wrong-type']);
    expect(await refused(await send('{"id":'))).toEqual([400, 'body.not-json']);
    expect(await refused(await send(`{"id":${'['.repeat(5_000)}`))).toEqual([400, 'body.too-deep']);
    expect(await refused(await send('{"id":"1"}'))).toEqual([400, 'message.empty']);
    expect(await refused(await send('{"text":"hi"}'))).toEqual([400, 'message.invalid-id']);
    expect(await refused(await send('{"id":"1","text":"hi"}', { authorization: 'Bearer x' }))).toEqual([
      401,
      'visitor.invalid-token',
    ]);
    expect(await refused(await send('{"id":"1","text":"hi"}', { origin: 'https://evil.example' }))).toEqual([
      403,
      'origin.refused',
    ]);
    expect(await refused(await send('{}', {}, 'elsewhere'))).toEqual([404, 'route.unknown']);
    const unknown = await http.call('POST', '/channels/web-chat/nowhere/messages', {});
    expect(problem(unknown)).toEqual([404, 'connection.unknown']);
    expect(problem(await api.call('GET', `/v1/conversations/${ann.visit.conversation}`))).toEqual([
      404,
      'conversation.unknown',
    ]);
  });

  it('is refused in the same words before anything routes it', async () => {
    expect(await refused(await fetch(`${parley.url}/%zz`))).toEqual([400, 'url.invalid']);
    expect(await refused(await fetch(`${parley.url}/nowhere`))).toEqual([404, 'route.unknown']);
    const { port } = new URL(parley.url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('GARBAGE\r\n\r\n'));
      let said = '';
      socket.on('data', (chunk) => (said += chunk.toString()));
      socket.on('close', () => resolve(said));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"request.malformed"');
  });
});

describe('strange messages', () => {
  it('are taken and kept: U+0000, lone surrogates, ids of other sources, texts that fill the body', async () => {
    const bob = await WebVisitor.arrive(http, 'demo');
    const texts = ['a\u0000b', 'half \uD83D pair', 'hello'];
    const ids = ['nul', 'surrogate', 'timer:1'];
    for (const [index, id] of ids.entries()) {
      expect(await bob.say(id, texts[index] ?? '')).toMatchObject({ status: 200, content: { eventId: `web:${id}` } });
    }
    expect((await bob.say('long', 'x'.repeat(261_000))).status).toBe(200);
    const said = () => bob.messages.filter(({ from }) => from === 'person');
    await bob.until(() => said().length === 4);
    expect(said().map(({ clientId }) => clientId)).toEqual([...ids, 'long']);
    expect(said().map(({ text }) => text)).toEqual(['a\uFFFDb', 'half \uFFFD pair', 'hello', 'x'.repeat(1_000)]);
  });
});

describe('a burst of 10,000 from one visitor', () => {
  it('is cut off, and others are answered meanwhile', async () => {
    const flooder = await WebVisitor.arrive(http, 'demo');
    const bob = await WebVisitor.arrive(http, 'demo');
    let next = 0;
    const counts = new Map<number, number>();
    const flood = Array.from({ length: 24 }, async () => {
      while (next < 10_000) {
        const { status } = await flooder.say(`f${(next += 1)}`, 'hello');
        counts.set(status, (counts.get(status) ?? 0) + 1);
      }
    });
    await bob.say('1', 'transfer money');
    await bob.until((messages) => messages.some(({ text }) => text === 'How much?'), 10_000);
    await Promise.all(flood);
    expect([...counts.keys()].sort()).toEqual([200, 429]);
    expect(counts.get(429)).toBeGreaterThan(5_000);
  }, 120_000);
});

describe("a tenant's API", () => {
  it('wants a key, the right one, of the right kind', async () => {
    expect(problem(await http.call('GET', '/v1/conversations'))).toEqual([401, 'auth.missing']);
    expect(problem(await http.call('GET', '/v1/conversations', undefined, { token: 'pk_x' }))).toEqual([
      401,
      'auth.invalid-key',
    ]);
    expect(problem(await api.call('POST', '/v1/tenants', { name: 'Mine' }))).toEqual([403, 'auth.platform-key-needed']);
  });

  it('says everything that is wrong with a flow at once, and publishes nothing', async () => {
    const text =
      '{"schema":"flow/1","id":"bad","languages":["en"],"initial":"nowhere","states":{"a":{"type":"response"}}}';
    await api.call('PUT', '/v1/flows/bad/draft', { text });
    const answer = await api.call('POST', '/v1/flows/bad/publish', {});
    expect(problem(answer)).toEqual([422, 'flow.invalid']);
    expect((answer.content as { problems: unknown[] }).problems.length).toBeGreaterThan(1);
    expect((await api.call('GET', '/v1/flows/bad/versions')).content).toEqual({
      ...{ versions: [], defaultHash: null, next: null },
    });
  });

  it('refuses bodies of another shape with the place of each fault', async () => {
    const answer = await api.call('POST', '/v1/connections', { channel: 'pigeon', flow: 'Über' });
    expect(problem(answer)).toEqual([400, 'body.invalid']);
    const { problems } = answer.content as { problems: readonly { pointer: string }[] };
    expect(problems.map(({ pointer }) => pointer)).toEqual(['/channel', '/flow']);
  });
});
