import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebVisitor } from '@parley/testing';
import type { Visit } from '@parley/testing';
import { Simulation } from './transcripts/simulation.ts';

const examples = join(import.meta.dirname, '../../docs/examples');
const everyProblem = join(import.meta.dirname, '../../../libs/domain/flow/fixtures/every-problem.flow.json');
const day = 24 * 3600 * 1000;

let simulation: Simulation;
let connection: string;
let other: string;
let ann: WebVisitor;

beforeAll(async () => {
  simulation = await Simulation.begin();
  await simulation.api.publish('bank-transfer', readFileSync(join(examples, 'bank-transfer.flow.json'), 'utf8'));
  connection = await simulation.api.connect('bank-transfer', ['https://shop.example']);
  other = await simulation.api.connect('bank-transfer', ['*']);
  ann = await WebVisitor.resume(simulation.http, connection, await arrive(connection));
  await ann.say('1', 'transfer money');
  await simulation.settle();
}, 90_000);

afterAll(() => simulation.end(), 30_000);

async function arrive(at: string): Promise<Visit> {
  const path = `/channels/web-chat/${at}/conversations`;
  const answer = await simulation.http.call('POST', path, {}, { headers: { origin: 'https://shop.example' } });
  return answer.content as Visit;
}

interface Sent {
  readonly to?: string;
  readonly token?: string;
  readonly type?: string;
  readonly origin?: string;
}

async function send(body: string | Uint8Array<ArrayBuffer>, how: Sent = {}): Promise<readonly [number, string]> {
  const { to = connection, token = ann.visit.token, type = 'application/json', origin } = how;
  const answer = await fetch(`${simulation.parley.url}/channels/web-chat/${to}/messages`, {
    method: 'POST',
    headers: { 'content-type': type, authorization: `Bearer ${token}`, ...(origin !== undefined && { origin }) },
    body,
  });
  return [answer.status, ((await answer.json()) as { code: string }).code];
}

const hello = '{"id":"2","text":"hello"}';

/** A digest of every table; where consumers stand in the log moves by itself. */
async function everything(): Promise<Readonly<Record<string, string>>> {
  // Signs of health are written a batch at a time; who asks for them has them written.
  for (const each of [connection, other]) {
    expect((await simulation.api.call('GET', `/v1/connections/${each}/health`, undefined)).status).toBe(200);
  }
  const tables = await simulation.asAdmin<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'parley' and table_name not like 'log_%'",
  );
  const digests = tables.map(async ({ name }) => {
    const digest = `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from parley.${name} t`;
    return [name, (await simulation.asAdmin<{ digest: string }>(digest))[0]?.digest ?? ''] as const;
  });
  return Object.fromEntries(await Promise.all(digests));
}

describe('what is refused writes nothing, in no table', () => {
  let before: Readonly<Record<string, string>>;
  beforeAll(async () => (before = await everything()));
  afterEach(async () => {
    await simulation.settle();
    expect(await everything()).toEqual(before);
  });

  it('bodies too large, of another type, not JSON, not UTF-8, too deep, of another shape', async () => {
    expect(await send(`{"id":"2","text":"${'x'.repeat(262_144)}"}`)).toEqual([413, 'body.too-large']);
    expect(await send(hello, { type: 'text/plain' })).toEqual([415, 'body.wrong-type']);
    expect(await send(hello.slice(0, -1))).toEqual([400, 'body.not-json']);
    expect((await send(Uint8Array.from([0x22, 0xff, 0x22])))[0]).toBe(400);
    expect(await send(`{"id":"2","text":"a","x":${'['.repeat(9)}${']'.repeat(9)}}`)).toEqual([400, 'body.too-deep']);
    expect((await send('[]'))[0]).toBe(400);
    expect((await send('{"id":"2","text":{"toString":"x"}}'))[0]).toBe(400);
  });

  it('an unknown connection, and one that knows nothing of this token', async () => {
    expect(await send(hello, { to: 'nowhere' })).toEqual([404, 'connection.unknown']);
    expect(await send(hello, { to: other })).toEqual([401, 'visitor.invalid-token']);
  });

  it('a token that is none, is cut, or names another conversation or a later end', async () => {
    const { token } = ann.visit;
    const [conversation = '', expiry = '', signature = ''] = token.split('.');
    const bob = await arrive(connection);
    const forged = [
      'x',
      token.slice(0, -1),
      `${token}.x`,
      [bob.conversation, expiry, signature].join('.'),
      [conversation, `${expiry}0`, signature].join('.'),
      [conversation, expiry, bob.token.split('.')[2]].join('.'),
    ];
    for (const each of forged) expect(await send(hello, { token: each })).toEqual([401, 'visitor.invalid-token']);
  });

  it('a page of another origin, which may not even ask for a token', async () => {
    expect(await send(hello, { origin: 'https://evil.example' })).toEqual([403, 'origin.refused']);
    const path = `/channels/web-chat/${connection}/conversations`;
    const answer = await simulation.http.call('POST', path, {}, { headers: { origin: 'https://evil.example' } });
    expect(answer).toMatchObject({ status: 403, content: { code: 'origin.refused' } });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('a flow with every kind of problem', () => {
  it('is told all of them at once, and nothing is published', async () => {
    const { api } = simulation;
    const fixture = JSON.parse(readFileSync(everyProblem, 'utf8')) as object;
    const saved = await api.call('PUT', '/v1/flows/faulty/draft', { text: JSON.stringify(fixture) });
    expect(saved.status).toBe(200);
    const answer = await api.call('POST', '/v1/flows/faulty/publish', {});
    expect(answer).toMatchObject({ status: 422, content: { code: 'flow.invalid' } });
    const { problems } = answer.content as { problems: readonly { code: string; pointer: string; message: string }[] };
    expect(new Set(problems.map(({ code }) => code)).size).toBeGreaterThan(20);
    expect(problems.filter(({ message, pointer }) => message === '' || !/^(\/|$)/.test(pointer))).toEqual([]);
    const versions = await api.call('GET', '/v1/flows/faulty/versions');
    expect(versions.content).toEqual({ versions: [], defaultHash: null, next: null });
  });
});

describe('what is taken stays what it is', () => {
  it('an id that reads like a timer, an operation or an agent is still its own message', async () => {
    const ids = ['timer:1', 'op:x:1:0:1', 'agent:a1', 'web:1', 'opened'];
    for (const id of ids) {
      await simulation.http.call(
        'POST',
        `/channels/web-chat/${connection}/messages`,
        { id, text: 'hello' },
        { token: ann.visit.token },
      );
    }
    await simulation.settle();
    const rows = await simulation.asAdmin<{ event_id: string }>(
      'select event_id from parley.journal where conversation = $1 and seq > 1 order by seq',
      [ann.visit.conversation],
    );
    expect(rows.map((row) => row.event_id)).toEqual(ids.map((id) => `web:${id}`));
  });

  it('`__proto__` in a body changes no object of ours', async () => {
    const body =
      '{"id":"proto","text":"hello","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":1}}}';
    const [status] = await send(body);
    expect(status).toBe(200);
    await simulation.settle();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    const entry = (await simulation.api.journal(ann.visit.conversation)).at(-1)?.entry;
    expect(entry?.stimulus).toMatchObject({ eventId: 'web:proto', body: { kind: 'message', text: 'hello' } });
    expect(JSON.stringify(entry)).not.toContain('polluted');
  });
});

describe('a token that has run out', () => {
  it('is refused, for saying and for reading', async () => {
    simulation.clock.moveTo(simulation.clock.now + 31 * day);
    expect((await send(hello))[0]).toBe(401);
    const page = await simulation.http.call('GET', `/channels/web-chat/${connection}/messages`, undefined, {
      token: ann.visit.token,
    });
    expect(page.status).toBe(401);
  });
});
