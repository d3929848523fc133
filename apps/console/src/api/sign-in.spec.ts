import { signIn } from './sign-in.ts';

const refusal = (status: number, code: string): Response =>
  new Response(JSON.stringify({ type: 'about:blank', title: '', status, code, detail: 'Detail.' }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
const door = (answer: () => Response) => ({
  url: 'http://parley.test',
  onRefused: () => undefined,
  fetch: () => Promise.resolve(answer()),
});

describe('signing in with a key', () => {
  it('is refused without asking anybody where it is no key at all', async () => {
    let asked = 0;
    const tried = await signIn(
      'secret',
      door(() => ((asked += 1), new Response('{}'))),
    );
    expect([tried, asked]).toEqual([{ ok: false, sentence: 'This is not an API key: one begins with pk_.' }, 0]);
  });

  it('is refused with a sentence where the key is not accepted, or is the platform’s', async () => {
    expect(
      await signIn(
        'pk_x',
        door(() => refusal(401, 'auth.invalid-key')),
      ),
    ).toMatchObject({
      sentence: 'This API key is not accepted: it is wrong, has run out, or was ended.',
    });
    expect(
      await signIn(
        'pk_x',
        door(() => refusal(403, 'auth.tenant-key-needed')),
      ),
    ).toMatchObject({
      sentence: 'This is the platform’s key. The console needs an API key of a tenant.',
    });
  });

  it('is granted to a key that may do little: what it may not do is said where it is asked for', async () => {
    expect(
      await signIn(
        'pk_x',
        door(() => refusal(403, 'auth.scope-missing')),
      ),
    ).toMatchObject({ ok: true });
  });

  it('ends when the key is refused later', async () => {
    const answers = [new Response('{"flows":[],"next":null}'), refusal(401, 'auth.invalid-key')];
    let isOver = false;
    const fetch = () => Promise.resolve(answers.shift() ?? refusal(500, 'internal'));
    const tried = await signIn('pk_x', { url: 'http://parley.test', onRefused: () => (isOver = true), fetch });
    if (!tried.ok) throw new Error(tried.sentence);
    expect(isOver).toBe(false);
    await tried.client.GET('/v1/flows', {});
    expect(isOver).toBe(true);
  });
});
