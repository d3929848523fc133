import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpAnswer, Visit } from '@parley/testing';
import { content, HttpClient, TenantApi, WebVisitor } from '@parley/testing';
import type { Parley } from '../src/index.ts';
import { readParleyConfig, startParley } from '../src/index.ts';

const secret = 'a secret that the site and Parley share';
const bankFlow = new URL('../../docs/examples/bank-transfer.flow.json', import.meta.url);

let folder: string;
let parley: Parley;
let http: HttpClient;
let api: TenantApi;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-signed-in-'));
  const read = readParleyConfig({ PARLEY_DATA: folder, PORT: '0' });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  parley = await startParley(read.config);
  http = new HttpClient(parley.url);
  api = new TenantApi(http, parley.demoKey ?? 'none');
  const text = (await readFile(bankFlow, 'utf8')).replace('"id": "bank-transfer"', '"id": "known"');
  await api.publish('known', text.replace('"name": {', '"user": {').replaceAll('profile.name', 'profile.user'));
  await connect('shop', { identitySecret: secret });
  await connect('other', { identitySecret: secret });
}, 60_000);

afterAll(async () => {
  await http.close();
  await parley.stop();
  await rm(folder, { recursive: true, force: true });
}, 30_000);

const connect = (connection: string, secrets: object): Promise<HttpAnswer> =>
  api.call('POST', '/v1/connections', {
    ...{ connection, channel: 'web-chat', flow: 'known', secrets },
    settings: { allowedOrigins: ['self'], showJournal: true },
  });

/** As the tenant's site signs it, behind its own log-in. */
function sign(user: string, expiresAt = Date.now() + 60_000, key = secret, connection = 'shop') {
  const signed = `web-chat identity\n${connection}\n${user}\n${expiresAt}`;
  return { user, expiresAt, signature: createHmac('sha256', key).update(signed).digest('hex') };
}

const enter = (identity: unknown, connection = 'shop'): Promise<HttpAnswer> =>
  http.call('POST', `/channels/web-chat/${connection}/conversations`, { identity });

const refused = async (entering: Promise<HttpAnswer>): Promise<readonly [number, string]> => {
  const answer = await entering;
  return [answer.status, (answer.content as { code: string }).code];
};

async function greeting(visit: Visit, isOpened: boolean): Promise<string | undefined> {
  const visitor = WebVisitor.resume(http, 'shop', visit);
  if (isOpened) await visitor.opened();
  else await visitor.say('1', 'hi');
  await visitor.until((messages) => messages.some(({ from }) => from === 'bot'));
  return visitor.messages.find(({ from }) => from === 'bot')?.text;
}

describe('a visitor whom the tenant’s site vouches for', () => {
  it.each([true, false])('is known to the flow as that person (the page was opened first: %s)', async (isOpened) => {
    const visit = content<Visit>(await enter(sign('Zoë-7')));
    expect(await greeting(visit, isOpened)).toBe('Hello Zoë-7. I can send money for you.');
    const [first] = await api.journal(visit.conversation);
    expect(first?.entry?.stimulus.body).toMatchObject({ profile: { user: 'Zoë-7' } });
  });

  it('stays nobody in particular without a signature', async () => {
    expect(await greeting(content<Visit>(await enter(undefined)), true)).toBe('Hello there. I can send money for you.');
  });

  it('is refused with 401 where the signature is not one of the site’s, for this person, here and lately', async () => {
    const invalid = [401, 'visitor.invalid-identity'];
    const genuine = sign('ann');
    const hour = 3_600_000;
    expect(await refused(enter({ ...genuine, user: 'eve' }))).toEqual(invalid);
    expect(await refused(enter({ ...genuine, expiresAt: genuine.expiresAt + 1 }))).toEqual(invalid);
    expect(await refused(enter({ ...genuine, signature: '0'.repeat(64) }))).toEqual(invalid);
    expect(await refused(enter(sign('ann', Date.now() + hour, 'another secret, as long as the right one')))).toEqual(
      invalid,
    );
    expect(await refused(enter(genuine, 'other'))).toEqual(invalid);
    // Seen by somebody on its way, it is of no use for long; and no site can sign one that lasts.
    expect(await refused(enter(sign('ann', Date.now() - 1)))).toEqual(invalid);
    expect(await refused(enter(sign('ann', Date.now() + 25 * hour)))).toEqual(invalid);
    expect(await refused(enter(sign('a\u0000b')))).toEqual(invalid);
    expect((await enter(genuine)).status).toBe(201);
  });

  it('is refused where the connection has no secret, or one too short', async () => {
    expect(await refused(enter(sign('ann', undefined, '', 'demo'), 'demo'))).toEqual([401, 'visitor.invalid-identity']);
    expect(await refused(connect('short', { identitySecret: 'hunter2' }))).toEqual([400, 'body.invalid']);
  });

  it('is asked for an identity of the right shape', async () => {
    for (const wrong of [{ user: 'ann' }, { ...sign('ann'), signature: 'x' }, { ...sign(''), user: '' }, 'ann']) {
      expect(await refused(enter(wrong))).toEqual([400, 'body.invalid']);
    }
  });

  it('cannot be made somebody else by changing the token', async () => {
    const { token } = content<Visit>(await enter(sign('ann')));
    const parts = token.split('.');
    parts[2] = Buffer.from('eve').toString('base64url');
    const said = await http.call(
      'POST',
      '/channels/web-chat/shop/messages',
      { id: '1', text: 'hi' },
      { token: parts.join('.') },
    );
    expect([said.status, (said.content as { code: string }).code]).toEqual([401, 'visitor.invalid-token']);
  });
});
