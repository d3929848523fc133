import { newConnection } from './connections.ts';

const wrongIn = (body: unknown): readonly string[] =>
  (newConnection.safeParse(body).error?.issues ?? []).map(({ path }) => path.join('/'));

describe('a new connection', () => {
  it('holds what its channel holds, and nothing of another channel', () => {
    const secrets = { signingSecret: 's', botToken: 'b' };
    expect(newConnection.parse({ channel: 'web-chat', flow: 'f' })).toEqual({
      ...{ channel: 'web-chat', flow: 'f' },
      ...{ settings: { allowedOrigins: [], showJournal: false }, secrets: {} },
    });
    expect(newConnection.parse({ channel: 'slack', flow: 'f', secrets })).toEqual({
      ...{ channel: 'slack', flow: 'f', settings: {}, secrets },
    });
    expect(wrongIn({ channel: 'slack', flow: 'f', secrets: { ...secrets, identitySecret: 'x' } })).toEqual(['secrets']);
    expect(wrongIn({ channel: 'slack', flow: 'f', secrets, settings: { showJournal: true } })).toEqual(['settings']);
  });

  it('is told everything that is wrong with it at once, even where nobody knows its channel', () => {
    expect(wrongIn({ channel: 'pigeon', flow: 'Über', connection: '!' })).toEqual(['channel', 'connection', 'flow']);
    expect(wrongIn({ channel: 'slack', flow: 'Über', zebra: 1 })).toEqual(['flow', 'secrets', '']);
    expect(wrongIn([])).toEqual(['']);
  });
});
