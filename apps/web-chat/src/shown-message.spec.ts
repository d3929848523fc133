import { lastNumber, openChoices, take, type ServerMessage, type ShownConversation } from './shown-message.ts';

const nothing: ShownConversation = { messages: [], pending: [] };

function told(number: number, more: Partial<ServerMessage> = {}): ServerMessage {
  return { number, from: 'bot', text: `message ${number}`, choices: [], at: number, ...more };
}

describe('what the page shows', () => {
  it('keeps messages in the order of their numbers, each once, however often it is told', () => {
    const once = take(nothing, [told(1), told(2)]);
    const twice = take(take(once, [told(2), told(3)]), [told(1)]);
    expect(twice.messages.map((message) => message.number)).toEqual([1, 2, 3]);
    expect(lastNumber(twice)).toBe(3);
  });

  it('puts an own message in the place of its echo', () => {
    const echoed = {
      ...nothing,
      pending: [
        { id: 'a', text: 'hi', at: 0 },
        { id: 'b', text: 'there', at: 0 },
      ],
    };
    const shown = take(echoed, [told(1, { from: 'person', clientId: 'a' })]);
    expect(shown.pending.map((message) => message.id)).toEqual(['b']);
  });

  it('offers choices only while nothing was said after them', () => {
    const choice = { label: 'Yes', intent: 'yes', episode: 1, question: 2 };
    const asked = take(nothing, [told(1, { choices: [choice] })]);
    expect(openChoices(asked)).toEqual([choice]);
    expect(openChoices({ ...asked, pending: [{ id: 'a', text: 'yes', at: 0 }] })).toEqual([]);
    expect(openChoices(take(asked, [told(2)]))).toEqual([]);
  });
});
