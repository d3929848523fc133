import { judgeTalk, nothingSaid, type Said, type Talk } from './judge-talk.ts';

const greeting = 'Hello.';
const fees: Said = { id: 'a', text: 'fees?', replies: ['Free.', 'Else?'], since: 0, acknowledged: true };
const paid: Said = { id: 'b', text: 'send', replies: ['Done, id *.', 'Else?'], since: 0, acknowledged: true };

type Line = readonly [from: 'person' | 'bot', text: string, clientId?: string];

const shown = (...lines: readonly Line[]): Talk['messages'] =>
  lines.map(([from, text, clientId], index) => ({ number: index + 1, from, text, ...(clientId && { clientId }) }));

const judged = (said: readonly Said[], messages: Talk['messages'], refused = false): object => {
  const all = judgeTalk({ conversation: 'ann', said, messages, refused }, greeting, () => undefined);
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count !== 0));
};

const hello: Line = ['bot', 'Hello.'];
const asksFees: readonly Line[] = [
  ['person', 'fees?', 'a'],
  ['bot', 'Free.'],
  ['bot', 'Else?'],
];
const pays: readonly Line[] = [
  ['person', 'send', 'b'],
  ['bot', 'Done, id 7.'],
  ['bot', 'Else?'],
];

describe('what a widget shows after a rolling restart', () => {
  it('is sound where each question stands once, in its turn, with all of its replies', () => {
    expect(judged([fees, paid], shown(hello, ...asksFees, ...pays))).toEqual({ acknowledged: 2 });
    expect(nothingSaid.acknowledged).toBe(0);
  });

  it('lacks a reply, the greeting, or what was acknowledged', () => {
    expect(judged([fees], shown(hello, ...asksFees.slice(0, 2)))).toEqual({ acknowledged: 1, unanswered: 1 });
    expect(judged([], shown())).toEqual({ unanswered: 1 });
    expect(judged([fees], shown(hello))).toEqual({ acknowledged: 1, lost: 1 });
  });

  it('has something twice', () => {
    expect(judged([fees], shown(hello, ...asksFees, ['bot', 'Else?']))).toEqual({ acknowledged: 1, repeated: 1 });
    expect(judged([fees], shown(hello, ...asksFees, ...asksFees))).toEqual({
      ...{ acknowledged: 1, repeated: 1, reordered: 1 },
    });
  });

  it('is in another order, or has a gap', () => {
    expect(judged([fees, paid], shown(hello, ...pays, ...asksFees))).toEqual({ acknowledged: 2, reordered: 1 });
    const [first, ...rest] = shown(hello, hello, ...asksFees);
    expect(judged([fees], [first, ...rest.slice(1)] as Talk['messages'])).toEqual({ acknowledged: 1, reordered: 1 });
  });

  it('was never acknowledged, or the widget gave up', () => {
    expect(judged([{ ...fees, acknowledged: false }], shown(hello), true)).toEqual({ unacknowledged: 1, refused: 1 });
  });
});
