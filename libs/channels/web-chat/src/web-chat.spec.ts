import type { ChannelCredentials, ChannelRequest } from '@parley/ports';
import { MemoryLiveUpdates } from '@parley/ports';
import { webChatDoor, webChatIntake, WebChatChannel } from './index.ts';

const idKey = new Uint8Array(32).fill(7);
const claim = { connection: 'shop', conversation: 'c0ffee', expiresAt: 2_000, user: null };
const token = webChatDoor.sign(idKey, claim);
const credentials: ChannelCredentials = {
  idKey,
  settings: { allowedOrigins: ['https://shop.example', 'self'] },
  secrets: {},
  ownOrigins: ['http://127.0.0.1:4000'],
};

const request = (change: Partial<ChannelRequest> & { readonly json?: unknown } = {}): ChannelRequest => ({
  connection: 'shop',
  path: 'messages',
  headers: { authorization: `Bearer ${token}` },
  body: new TextEncoder().encode(JSON.stringify(change.json ?? { id: '1', text: 'hi' })),
  ...change,
});

describe("a visitor's token", () => {
  it('is good for its one conversation on its one connection, until its time', () => {
    expect(webChatDoor.verify(idKey, 'shop', token, 1_999)).toEqual({
      kind: 'genuine',
      conversation: 'c0ffee',
      user: null,
    });
    expect(webChatDoor.verify(idKey, 'shop', token, 2_000)).toEqual({ kind: 'stale' });
    expect(webChatDoor.verify(idKey, 'other', token, 1_000)).toEqual({ kind: 'forged' });
    expect(webChatDoor.verify(new Uint8Array(32), 'shop', token, 1_000)).toEqual({ kind: 'forged' });
  });

  it('is forged when one character of it is another', () => {
    for (let at = 0; at < token.length; at += 1) {
      const changed = `${token.slice(0, at)}${token[at] === 'x' ? 'y' : 'x'}${token.slice(at + 1)}`;
      // The last character of base64url carries unused bits: bytes decide, not spelling.
      if (at < token.length - 1) expect(webChatDoor.verify(idKey, 'shop', changed, 1_000).kind).toBe('forged');
    }
    for (const none of ['', '.', '..', 'a.b', 'a.b.c.d']) {
      expect(webChatDoor.verify(idKey, 'shop', none, 1_000).kind).toBe('forged');
    }
  });

  it('carries whom the tenant’s site vouches for, and nobody can put another in', () => {
    const user = 'ann@example.org\n«7»';
    const signedIn = webChatDoor.sign(idKey, { ...claim, user });
    const known = { kind: 'genuine', conversation: 'c0ffee', user };
    expect(webChatDoor.verify(idKey, 'shop', signedIn, 1_999)).toEqual(known);
    expect(webChatDoor.verify(idKey, 'shop', signedIn, 2_000)).toEqual({ kind: 'stale' });
    const [conversation, expiry, , signed] = signedIn.split('.');
    const other = Buffer.from('eve').toString('base64url');
    const plain = token.split('.')[2];
    for (const parts of [
      [conversation, expiry, other, signed],
      [conversation, expiry, signed],
      [conversation, expiry, other, plain],
      [conversation, expiry, '', plain],
    ]) {
      expect(webChatDoor.verify(idKey, 'shop', parts.join('.'), 1_000)).toEqual({ kind: 'forged' });
    }
  });

  it('with a time that is no number is stale, whoever signed it', () => {
    const [conversation] = token.split('.');
    expect(webChatDoor.verify(idKey, 'shop', `${conversation}..x`, 1_000).kind).toBe('forged');
  });
});

describe('a request of a page', () => {
  it('is genuine with a token, from an origin that the connection allows or from no browser', () => {
    for (const origin of [undefined, 'https://shop.example', 'http://127.0.0.1:4000']) {
      const headers = { authorization: `Bearer ${token}`, ...(origin && { origin }) };
      const verified = webChatIntake.verify(request({ headers }), credentials, 1_000);
      expect(verified).toEqual({ kind: 'genuine', conversation: 'c0ffee', user: null });
    }
  });

  it('is refused without a token, and from a foreign page even with one', () => {
    expect(webChatIntake.verify(request({ headers: {} }), credentials, 1_000)).toEqual({ kind: 'forged' });
    const headers = { authorization: `Bearer ${token}`, origin: 'https://evil.example' };
    expect(webChatIntake.verify(request({ headers }), credentials, 1_000)).toEqual({ kind: 'foreign-origin' });
  });

  it('of settings that make no sense is open to no page', () => {
    expect(webChatDoor.admits({ allowedOrigins: 'https://shop.example' }, 'https://shop.example', [])).toBe(false);
    expect(webChatDoor.showsJournal({ showJournal: 'yes' })).toBe(false);
    expect(webChatDoor.admits({ allowedOrigins: ['*'] }, 'https://any.example', [])).toBe(true);
  });
});

describe('what a page says', () => {
  const refusal = (change: Parameters<typeof request>[0]) => {
    const parsed = webChatIntake.parse(request(change));
    return parsed.kind === 'refused' ? parsed.code : parsed.kind;
  };

  it('is a message, a button, an attachment or the opening', () => {
    const button = { episode: 1, question: 2, intent: 'yes' };
    expect(refusal({ json: { id: '1', text: 'hi', later: 'members are ignored' } })).toBe('said');
    expect(refusal({ json: { id: '1', button } })).toBe('said');
    expect(refusal({ json: { id: '1', attachments: ['image/png'] } })).toBe('said');
    expect(refusal({ path: 'opened', json: {} })).toBe('said');
    expect(refusal({ path: 'opened', body: new Uint8Array() })).toBe('said');
  });

  it('is refused with a code when it is none of these', () => {
    expect(refusal({ body: new TextEncoder().encode('{"id":') })).toBe('body.not-json');
    expect(refusal({ body: new TextEncoder().encode('['.repeat(9)) })).toBe('body.too-deep');
    expect(refusal({ json: [] })).toBe('body.invalid');
    expect(refusal({ json: { text: 'hi' } })).toBe('message.invalid-id');
    expect(refusal({ json: { id: 'a b', text: 'hi' } })).toBe('message.invalid-id');
    expect(refusal({ json: { id: 'x'.repeat(129), text: 'hi' } })).toBe('message.invalid-id');
    expect(refusal({ json: { id: 'a\u0000', text: 'hi' } })).toBe('message.invalid-id');
    expect(refusal({ json: { id: '1' } })).toBe('message.empty');
    expect(refusal({ json: { id: '1', text: 5 } })).toBe('body.invalid');
    expect(refusal({ json: { id: '1', button: { episode: -1, question: 0, intent: 'yes' } } })).toBe('body.invalid');
    expect(refusal({ json: { id: '1', attachments: [] } })).toBe('body.invalid');
    expect(refusal({ json: { id: '1', text: 'hi', language: '../../x' } })).toBe('body.invalid');
    expect(refusal({ path: 'elsewhere' })).toBe('route.unknown');
  });
});

describe('a stimulus of a page', () => {
  const address = { tenant: 'bank', connection: 'shop', idKey, conversation: 'c0ffee', user: null, receivedAt: 5 };
  const stimulus = (id: string, text: string) =>
    webChatIntake.normalise({ kind: 'message', id, text }, address)[0]?.stimulus;

  it('is named by us, so that an id which looks like another source stays harmless', () => {
    expect(stimulus('timer:1', 'hi')?.eventId).toBe('web:timer:1');
    expect(stimulus('op:c0ffee:1:0', 'hi')?.eventId).toBe('web:op:c0ffee:1:0');
  });

  it('of opening is one event however often the page is loaded, and no message can be taken for it', () => {
    const opened = webChatIntake.normalise({ kind: 'opened' }, address)[0]?.stimulus;
    expect(opened).toMatchObject({ eventId: 'web: opened', body: { kind: 'opened' } });
    const parsed = webChatIntake.parse(request({ json: { id: ' opened', text: 'hi' } }));
    expect(parsed.kind).toBe('refused');
  });

  it('says whom the tenant’s site vouches for, whatever it is that begins the conversation', () => {
    const signedIn = { ...address, user: 'ann-7' };
    for (const said of [{ kind: 'opened' }, { kind: 'message', id: '1', text: 'hi' }] as const) {
      expect(webChatIntake.normalise(said, signedIn)[0]?.stimulus.body).toMatchObject({ profile: { user: 'ann-7' } });
      expect(webChatIntake.normalise(said, address)[0]?.stimulus.body).not.toHaveProperty('profile');
    }
  });

  it('has a text that every store can keep', () => {
    expect(stimulus('1', 'a\u0000b\uD800')?.body).toEqual({ kind: 'message', text: 'a\uFFFDb\uFFFD' });
  });
});

describe('a reply', () => {
  it('is a hint that there is something to read', async () => {
    const updates = new MemoryLiveUpdates();
    let hints = 0;
    updates.subscribe('c0ffee', () => (hints += 1));
    const reply = { tenant: 'bank', connection: 'shop', conversation: 'c0ffee', reply: 'c0ffee:1:0', number: 2 };
    const known = { place: null, createdAt: 1 };
    const said = { from: 'bot' as const, text: 'hello', choices: [] };
    expect(await new WebChatChannel(updates).send({ ...reply, ...known, ...said })).toEqual({
      kind: 'sent',
      vendorId: null,
    });
    expect(hints).toBe(1);
  });
});
