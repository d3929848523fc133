import { readHint, readNews, writeHint } from './news-text.ts';

const message = {
  tenant: 'bank',
  conversation: 'c',
  number: 1,
  seq: 1,
  from: 'bot',
  text: 'Hello',
  choices: [],
  eventId: 'web:1',
  at: 1,
} as const;

describe('news on the way to another process', () => {
  it('hold no text where texts are not to travel, and do not say that there was none', () => {
    const text = writeHint('me', 'c', { last: 1, messages: [message] }, false);
    expect(text).toBe('me\nc\n');
    expect(writeHint('me', 'c', { last: 1, messages: [] }, false)).toBe('me\nc\n{"last":1,"messages":[]}');
  });

  it.each([
    ['another shape', '{"last":"1"}'],
    ['more than is known', '{"last":1,"extra":true}'],
    ['no JSON', '{"last":'],
    ['a message of another conversation', JSON.stringify({ last: 1, messages: [{ ...message, conversation: 'd' }] })],
    ['a message without a text', JSON.stringify({ last: 1, messages: [{ ...message, text: undefined }] })],
  ])('are only a hint with %s', (_, news) => {
    expect(readNews({ origin: 'me', conversation: 'c', news })).toBeUndefined();
  });

  it('are no hint without their lines', () => {
    expect(readHint('')).toBeNull();
    expect(readHint('one line')).toBeNull();
    expect(readHint('two\nlines')).toBeNull();
  });
});
