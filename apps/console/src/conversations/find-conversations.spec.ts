import { createParleyClient } from '@parley/client';
import { noFilter } from '../route.ts';
import { findConversations, queryOf } from './find-conversations.ts';

const row = (conversation: string) => ({ conversation, status: 'bot', states: [] });

/** Answers these pages one after the other, and notes what was asked. */
function serverOf(pages: readonly object[]) {
  const asked: URL[] = [];
  const left = [...pages];
  const fetch = (request: Request): Promise<Response> => {
    asked.push(new URL(request.url));
    return Promise.resolve(new Response(JSON.stringify(left.shift())));
  };
  return { asked, client: createParleyClient({ url: 'http://parley.test', apiKey: 'pk_x', fetch }) };
}

describe('looking for conversations', () => {
  it('asks on while pages are empty and yet not the last', async () => {
    const { client, asked } = serverOf([
      { conversations: [], next: 'a' },
      { conversations: [row('x')], next: null },
    ]);
    const found = await findConversations(client, { ...noFilter, text: ' hello ' }, null);
    expect(found).toMatchObject({ conversations: [{ conversation: 'x' }], next: null });
    expect(asked.map((url) => [url.searchParams.get('text'), url.searchParams.get('cursor')])).toEqual([
      ['hello', null],
      ['hello', 'a'],
    ]);
  });

  it('gives up after some empty pages, and says where to go on', async () => {
    const { client, asked } = serverOf(
      Array.from({ length: 9 }, (_, index) => ({ conversations: [], next: `c${index}` })),
    );
    expect(await findConversations(client, noFilter, null)).toEqual({ conversations: [], next: 'c4' });
    expect(asked).toHaveLength(5);
  });

  it('takes a day from its first to its last millisecond where the reader lives', () => {
    const { since = 0, until = 0 } = queryOf({ ...noFilter, since: '2026-11-21', until: '2026-11-21' });
    expect(new Date(since).getHours()).toBe(0);
    expect(until - since).toBe(86_400_000 - 1);
  });

  it('asks for nothing that the API does not have', () => {
    expect(queryOf({ ...noFilter, status: 'nonsense', since: 'tomorrow' })).toEqual({});
  });
});
