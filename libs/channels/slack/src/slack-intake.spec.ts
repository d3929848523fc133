import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChannelRequest } from '@parley/ports';
import fc from 'fast-check';
import { slackIntake } from './index.ts';

/** A request of Slack's, of a shape as it comes, and what it says. */
interface Fixture {
  readonly name: string;
  readonly json?: unknown;
  readonly payload?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly says: unknown;
}

const fixtures = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/requests.json'), 'utf8'),
) as readonly Fixture[];

const signingSecret = '8f742231b10e8888abcd99yyyzzz85a5';
const idKey = new Uint8Array(32).fill(7);
const credentials = { idKey, settings: {}, secrets: { signingSecret }, ownOrigins: [] };
const address = { tenant: 'bank', connection: 'slack', idKey, conversation: null, user: null, receivedAt: 1_000 };
const sentAt = 1_531_420_618;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const request = (body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): ChannelRequest => ({
  connection: 'slack',
  path: '',
  headers,
  body: typeof body === 'string' ? bytes(body) : body,
});

function bodyOf({ json, payload, form }: Fixture): string {
  if (json !== undefined) return JSON.stringify(json);
  return new URLSearchParams(form ?? { payload: JSON.stringify(payload) }).toString();
}

function signed(body: string | Uint8Array, at = sentAt, secret = signingSecret): ChannelRequest {
  const hmac = createHmac('sha256', secret).update(`v0:${at}:`).update(body).digest('hex');
  return request(body, { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${hmac}` });
}

const verify = (one: ChannelRequest, now = sentAt * 1000) => slackIntake.verify(one, credentials, now).kind;

describe("Slack's signature", () => {
  const vector =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  const headers = {
    'x-slack-request-timestamp': String(sentAt),
    'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  };

  it("is taken as in Slack's own example, over the bytes of a form", () => {
    expect(verify(request(vector, headers))).toBe('genuine');
  });

  it('is forged when one byte of the body, the time or itself is another', () => {
    for (let at = 0; at < vector.length; at += 7) {
      const changed = `${vector.slice(0, at)}${vector[at] === 'x' ? 'y' : 'x'}${vector.slice(at + 1)}`;
      expect(verify(request(changed, headers))).toBe('forged');
    }
    const other = { ...headers, 'x-slack-request-timestamp': String(sentAt + 1) };
    expect(verify(request(vector, other))).toBe('forged');
    for (const signature of ['', 'v0=', headers['x-slack-signature'].slice(0, -1), 'v1=00', '\u00e9'.repeat(67)]) {
      expect(verify(request(vector, { ...headers, 'x-slack-signature': signature }))).toBe('forged');
    }
  });

  it('is forged without headers, with a time that is none, and where the connection has no secret', () => {
    expect(verify(request(vector))).toBe('forged');
    for (const time of ['', 'NaN', '1e9', '-1', ' 1531420618', '99999999999999']) {
      expect(verify(request(vector, { ...headers, 'x-slack-request-timestamp': time }))).toBe('forged');
    }
    const none = { ...credentials, secrets: {} };
    expect(slackIntake.verify(request(vector, headers), none, sentAt * 1000).kind).toBe('forged');
    expect(verify(signed(vector, sentAt, ''))).toBe('forged');
  });

  it('is stale five minutes later, and just as stale five minutes ahead', () => {
    const aside = (ms: number): string => verify(request(vector, headers), sentAt * 1000 + ms);
    expect([aside(300_000), aside(-300_000)]).toEqual(['genuine', 'genuine']);
    expect([aside(300_001), aside(-300_001)]).toEqual(['stale', 'stale']);
  });

  it('is genuine for whatever bytes were signed, and for no others', () => {
    const anyBytes = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(anyBytes, anyBytes, fc.string({ minLength: 1 }), (body, other, secret) => {
        expect(verify(signed(body))).toBe('genuine');
        const moved = { ...signed(body), body: other };
        expect(verify(moved)).toBe(Buffer.compare(body, other) === 0 ? 'genuine' : 'forged');
        if (secret !== signingSecret) expect(verify(signed(body, sentAt, secret))).toBe('forged');
      }),
    );
  });

  it('is not asked for when Slack checks the certificate; that says nothing, whatever else is in it', () => {
    const check = request('ssl_check=1&token=outdated');
    expect([verify(check), slackIntake.parse(check)]).toEqual(['genuine', { kind: 'noted' }]);
    for (const more of ['&command=%2Fbank&channel_id=C1&user_id=U1&trigger_id=1', '&payload=%7B%7D']) {
      expect(verify(request(`ssl_check=1${more}`))).toBe('forged');
    }
    const bad = { 'x-slack-request-timestamp': String(sentAt), 'x-slack-signature': 'v0=00' };
    expect(verify({ ...check, headers: bad })).toBe('forged');
  });
});

describe('[E004] a request of Slack', () => {
  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('is read: %s', (_, fixture) => {
    const parsed = slackIntake.parse(request(bodyOf(fixture)));
    const { says } = fixture;
    if (typeof says === 'string') expect(parsed.kind).toBe(says);
    else if (parsed.kind === 'said') expect(parsed.said).toEqual(says);
    else if (parsed.kind === 'noted') expect(summary(parsed)).toEqual(says);
    else throw new Error(`${parsed.kind}: ${JSON.stringify(parsed)}`);
  });

  const summary = ({ ack, news }: Extract<ReturnType<typeof slackIntake.parse>, { readonly kind: 'noted' }>) => {
    if (news?.kind === 'verified') return { challenge: ack?.body };
    return news === undefined ? { ack: ack?.body } : { trouble: news.reason };
  };

  it('is set aside, never thrown at, whatever it is', () => {
    const anyBody = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.json().map(bytes),
      fc.json().map((json) => bytes(`payload=${encodeURIComponent(json)}`)),
      fc
        .object()
        .map((event) => bytes(JSON.stringify({ type: 'event_callback', event: { type: 'message', ...event } }))),
    );
    fc.assert(
      fc.property(anyBody, (body) => {
        expect(['said', 'noted', 'unknown-shape']).toContain(slackIntake.parse(request(body)).kind);
      }),
    );
  });

  it('with any one field missing or of another type is read or set aside, never thrown at', () => {
    for (const fixture of fixtures) {
      const whole = (fixture.json ?? fixture.payload) as Record<string, unknown> | undefined;
      if (whole === undefined) continue;
      for (const path of paths(whole)) {
        for (const value of [undefined, null, 7, '', [], {}, [null]]) {
          const changed = structuredClone(whole);
          put(changed, path, value);
          const body = bodyOf(
            fixture.json === undefined ? { ...fixture, payload: changed } : { ...fixture, json: changed },
          );
          const parsed = slackIntake.parse(request(body));
          if (parsed.kind === 'said') expect(slackIntake.normalise(parsed.said, address)).toHaveLength(1);
          else expect(['noted', 'unknown-shape']).toContain(parsed.kind);
        }
      }
    }
  });
});

describe('what Slack says, in our words', () => {
  const heard = (name: string) => {
    const fixture = fixtures.find((one) => one.name === name);
    const parsed = fixture && slackIntake.parse(request(bodyOf(fixture)));
    if (parsed?.kind !== 'said') throw new Error(`nothing is said by ${name}`);
    const [one] = slackIntake.normalise(parsed.said, address);
    if (one === undefined) throw new Error('nothing was heard');
    return one;
  };

  it('is one stimulus for a mention, which comes as two events of different ids', () => {
    const one = heard('a mention in a channel, as app_mention');
    expect(heard('the same mention, as message')).toEqual(one);
    expect(one.stimulus.eventId).toBe('slack:T7BANK:C1TEAM:1763740002.000200');
    expect(one.onlyIfPlaced).toBeUndefined();
  });

  it('belongs to one conversation for a thread, for a direct message, and for a person’s commands in a channel', () => {
    const of = (name: string): string => heard(name).stimulus.conversation;
    const [mention, direct, command] = [
      of('a mention in a channel, as app_mention'),
      of('a direct message'),
      of('a slash command'),
    ];
    expect(new Set([mention, direct, command]).size).toBe(3);
    for (const name of ['a reply in a thread: ours only if we were called into it', 'a pressed button in a thread'])
      expect(of(name)).toBe(mention);
    for (const name of ['a direct message within a thread, without client_msg_id', 'an edited message'])
      expect(of(name)).toBe(direct);
    expect(of('a pressed button that only one person sees, after a slash command')).toBe(command);
    expect(slackIntake.normalise(parsedDirect(), { ...address, tenant: 'other' })[0]?.stimulus.conversation).not.toBe(
      direct,
    );
  });

  const parsedDirect = () => {
    const [direct] = fixtures;
    const parsed = direct && slackIntake.parse(request(bodyOf(direct)));
    if (parsed?.kind !== 'said') throw new Error('no direct message');
    return parsed.said;
  };

  it('tells who spoke, and keeps until when a command may be answered', () => {
    const { stimulus, place } = heard('a slash command');
    expect(stimulus.body).toEqual({ kind: 'message', text: 'send 200 to @bob', profile: { user: 'U1ANN' } });
    expect(JSON.parse(place ?? '')).toMatchObject({ in: 'command', until: 1_801_000 });
  });

  it('has texts that every store can keep', () => {
    const what = {
      kind: 'event',
      name: 'channel.edited',
      data: { text: 'a\u0000b\uD800', more: ['\uDC00', 1] },
    } as const;
    const said = { ...parsedDirect(), id: 'T:\u0000', what };
    expect(slackIntake.normalise(said, address)[0]?.stimulus).toMatchObject({
      eventId: 'slack:T:\uFFFD',
      body: { data: { text: 'a\uFFFDb\uFFFD', more: ['\uFFFD', 1] } },
    });
  });
});

/** Every place in a JSON value. */
function paths(value: unknown, above: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => [[...above, name], ...paths(each, [...above, name])]);
}

function put(root: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let at = root;
  for (const name of path.slice(0, -1)) at = at[name] as Record<string, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete at[last];
  else at[last] = value;
}
