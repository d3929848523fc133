import { createHmac } from 'node:crypto';
import { connectionSecretsContext } from '@parley/contracts';
import { NOON, bank, json, refusal, world } from './testing/security-world.ts';

describe('a connection', () => {
  const webChat = {
    tenant: 'bank',
    channel: 'web-chat',
    flow: 'bank-transfer',
    settingsJson: json({ title: 'Bank' }),
    secretsJson: Buffer.alloc(0),
  };

  it('is found by its public id, with its tenant and its settings', async () => {
    const { security } = await bank();
    const { connection } = await security.createConnection({ ...webChat, connection: 'bank-web' });
    expect(connection).toMatchObject({
      connection: 'bank-web',
      tenant: 'bank',
      channel: 'web-chat',
      flow: 'bank-transfer',
      createdAt: NOON,
    });
    const found = await security.getConnection({ connection: 'bank-web' });
    expect(found.connection).toEqual(connection);
    expect(JSON.parse(Buffer.from(found.connection!.settingsJson).toString())).toEqual({ title: 'Bank' });
    expect((await security.listConnections({ tenant: 'bank' })).connections).toEqual([connection]);
    expect((await security.listConnections({ tenant: 'clinic' })).connections).toEqual([]);
  });

  it('gets an id that cannot be guessed when none is named', async () => {
    const { security } = await bank();
    const made = [await security.createConnection(webChat), await security.createConnection(webChat)];
    const ids = made.map(({ connection }) => connection!.connection);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[0-9a-z]{17}$/);
  });

  const slack = { signingSecret: '8f742231b10e8888abcd99yyyzzz85a5', botToken: 'xoxb-1-2-hunter2' };

  it('to Slack takes its two secrets, of the form that they have there, and repeats none of them', async () => {
    const { security } = await bank();
    const wrong = [
      {},
      { signingSecret: slack.signingSecret },
      { botToken: slack.botToken },
      { ...slack, botToken: 'xoxp-1-2-hunter2' },
      { ...slack, signingSecret: 'hunter2' },
      { ...slack, signingSecret: 7 },
      { ...slack, appToken: 'xapp-1' },
    ];
    for (const secrets of wrong) {
      const made = security.createConnection({ ...webChat, channel: 'slack', secretsJson: json(secrets) });
      const refused: unknown = await made.catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'connection.invalid' });
      expect(String(refused)).not.toContain('hunter2');
    }
    const made = await security.createConnection({ ...webChat, channel: 'slack', secretsJson: json(slack) });
    expect(made.connection?.channel).toBe('slack');
  });

  it('to Slack gets a new secret only of the form that it has there, and keeps the other', async () => {
    const { security, connections, keyring, sealing } = await bank();
    await security.createConnection({ ...webChat, connection: 'slack', channel: 'slack', secretsJson: json(slack) });
    const change = (secrets: object) =>
      security.rotateConnectionSecrets({ tenant: 'bank', connection: 'slack', secretsJson: json(secrets) });
    for (const wrong of [{ botToken: 'xoxp-1-2-hunter2' }, { appToken: 'xapp-1' }]) {
      expect(await refusal(change(wrong))).toEqual(['INVALID_ARGUMENT', 'connection.invalid']);
    }
    await change({ botToken: 'xoxb-3-4-hunter3' });
    const { sealedSecrets } = (await connections.find('slack'))!;
    const opened = sealing.open(
      await keyring.tenantKey('bank'),
      sealedSecrets,
      connectionSecretsContext('bank', 'slack'),
    );
    expect(JSON.parse(Buffer.from(opened!).toString())).toEqual({ ...slack, botToken: 'xoxb-3-4-hunter3' });
  });

  it('hands out its secrets sealed, as they are kept', async () => {
    const { security, connections } = await bank();
    await security.createConnection({ ...webChat, connection: 'slack', channel: 'slack', secretsJson: json(slack) });
    const { sealedSecrets } = await security.getConnectionSecrets({ connection: 'slack' });
    expect(sealedSecrets).toEqual((await connections.find('slack'))?.sealedSecrets);
    expect(Buffer.from(sealedSecrets).toString('latin1')).not.toContain('hunter2');
    expect(await refusal(security.getConnectionSecrets({ connection: 'other' }))).toEqual([
      'NOT_FOUND',
      'connection.unknown',
    ]);
  });

  it('keeps its secrets sealed, bound to itself, and shows them to nobody', async () => {
    const { security, connections, keyring, sealing } = await bank();
    const secretsJson = json(slack);
    const made = await security.createConnection({ ...webChat, connection: 'slack', channel: 'slack', secretsJson });
    const { sealedSecrets } = (await connections.find('slack'))!;
    expect(Buffer.from(sealedSecrets).toString('latin1')).not.toContain(slack.botToken);
    expect(JSON.stringify(made)).not.toContain(slack.signingSecret);
    const key = await keyring.tenantKey('bank');
    expect(Buffer.from(sealing.open(key, sealedSecrets, connectionSecretsContext('bank', 'slack'))!).toString()).toBe(
      JSON.stringify(slack),
    );
    expect(sealing.open(key, sealedSecrets, connectionSecretsContext('bank', 'other'))).toBeNull();
  });

  it('says whether something was signed with one of its secrets, and of no other', async () => {
    const { security } = await bank();
    const secret = 's'.repeat(32);
    const secretsJson = json({ long: secret, short: 'hunter2', other: 7 });
    await security.createConnection({ ...webChat, connection: 'bank-web', secretsJson });
    await security.createConnection({ ...webChat, connection: 'other' });
    const content = Buffer.from('Ann');
    const signature = (key: string): Buffer => createHmac('sha256', key).update(content).digest();
    const asked = { connection: 'bank-web', secret: 'long', content, signature: signature(secret) };
    const isGenuine = async (change: Partial<typeof asked>): Promise<boolean> =>
      (await security.verifySignature({ ...asked, ...change })).genuine;
    expect(await isGenuine({})).toBe(true);
    expect(await isGenuine({ content: Buffer.from('Eve') })).toBe(false);
    expect(await isGenuine({ signature: signature('t'.repeat(32)) })).toBe(false);
    expect(await isGenuine({ signature: Buffer.alloc(0) })).toBe(false);
    expect(await isGenuine({ connection: 'other' })).toBe(false);
    expect(await isGenuine({ secret: 'constructor' })).toBe(false);
    expect(await isGenuine({ secret: 'other', signature: signature('7') })).toBe(false);
    // Too short to keep anybody from guessing it.
    expect(await isGenuine({ secret: 'short', signature: signature('hunter2') })).toBe(false);
    expect(await refusal(security.verifySignature({ ...asked, connection: 'nowhere' }))).toEqual([
      'NOT_FOUND',
      'connection.unknown',
    ]);
  });

  it('of an id that is taken is refused, whosever it is', async () => {
    const { security } = await bank();
    await security.createTenant({ tenant: 'clinic', name: 'Clinic' });
    await security.createConnection({ ...webChat, connection: 'bank-web' });
    expect(await refusal(security.createConnection({ ...webChat, tenant: 'clinic', connection: 'bank-web' }))).toEqual([
      'ALREADY_EXISTS',
      'connection.exists',
    ]);
    expect((await security.getConnection({ connection: 'bank-web' })).connection?.tenant).toBe('bank');
  });

  it('is refused for a tenant that is none', async () => {
    const { security } = world();
    expect(await refusal(security.createConnection(webChat))).toEqual(['NOT_FOUND', 'tenant.unknown']);
  });

  it.each([
    ['settings that are a list', { settingsJson: json([1]) }],
    ['settings that are no JSON', { settingsJson: Buffer.from('{') }],
    ['settings that are too deep', { settingsJson: Buffer.from('{"a":'.repeat(9) + '1' + '}'.repeat(9)) }],
    ['settings that are too large', { settingsJson: json({ a: 'x'.repeat(16_384) }) }],
    ['secrets that are a text', { secretsJson: json('hunter2') }],
    ['an id with a slash', { connection: 'a/b' }],
    ['an empty id', { connection: '' }],
    ['a channel in capitals', { channel: 'Slack' }],
    ['no flow', { flow: '' }],
  ])('is refused with %s', async (_, wrong) => {
    const { security, connections } = await bank();
    expect(await refusal(security.createConnection({ ...webChat, connection: 'bank-web', ...wrong }))).toEqual([
      'INVALID_ARGUMENT',
      'connection.invalid',
    ]);
    expect(await connections.list('bank')).toEqual([]);
  });

  it('is bound to another flow by its own tenant only', async () => {
    const { security } = await bank();
    await security.createConnection({ ...webChat, connection: 'bank-web' });
    await security.bindConnection({ tenant: 'bank', connection: 'bank-web', flow: 'refund' });
    expect((await security.getConnection({ connection: 'bank-web' })).connection?.flow).toBe('refund');
    expect(
      await refusal(security.bindConnection({ tenant: 'clinic', connection: 'bank-web', flow: 'theirs' })),
    ).toEqual(['NOT_FOUND', 'connection.unknown']);
    expect(await refusal(security.bindConnection({ tenant: 'bank', connection: 'bank-web', flow: 'No Flow' }))).toEqual(
      ['INVALID_ARGUMENT', 'connection.invalid'],
    );
  });

  it.each(['nobody', '', '../bank-web', '\u0000'])('that is none is not found: %j', async (connection) => {
    expect(await refusal((await bank()).security.getConnection({ connection }))).toEqual([
      'NOT_FOUND',
      'connection.unknown',
    ]);
  });
});
