import type { JournalEntryView, VisitorMessage } from '@parley/testing';
import type { Story } from './actor.ts';
import { judge, type Evidence } from './judge.ts';

const story: Story = {
  script: 'asked step by step',
  tenant: 't',
  conversation: 'c',
  payee: 'Ann',
  keyed: true,
  acknowledged: [
    { eventId: 'web:1', at: 1 },
    { eventId: 'web:2', at: 2 },
  ],
  expected: ['How much?', 'Done, id *.'],
  erased: false,
  shown: ['1', '2', '3', '4'],
  heard: ['How much?', 'Done, id 7.'],
  gaveUp: null,
};

function row(eventId: string, seq: number, states: readonly string[] = ['more']): JournalEntryView {
  return {
    seq,
    states,
    entry: {
      stimulus: { eventId, body: { kind: 'message' } },
      outcome: { kind: 'taken' },
      messages: [],
      settles: [],
      now: 0,
    },
  };
}

function message(number: number, from: 'person' | 'bot', text: string): VisitorMessage {
  return { number, from, text, choices: [], at: 0 };
}

const good: Evidence = {
  story,
  journal: [row('web:1', 1), row('web:2', 2)],
  messages: [
    message(1, 'person', 'transfer'),
    message(2, 'bot', 'How much?'),
    message(3, 'person', '200'),
    message(4, 'bot', 'Done, id 7.'),
  ],
};

function verdictOf(change: Partial<Evidence>, ledger: readonly { to: string }[] = [{ to: 'Ann' }]) {
  return judge([{ ...good, ...change }], ledger, () => undefined);
}

const clean = {
  acknowledged: 2,
  lost: 0,
  doubled: 0,
  reordered: 0,
  repliesMissing: 0,
  repliesRepeated: 0,
  moneyMovedTwice: 0,
  timersLost: 0,
  operationsUnsettled: 0,
};

describe('the judge of a chaos run', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(verdictOf({})).toEqual(clean);
  });

  it.each<[string, Partial<Evidence>, object]>([
    ['a lost message', { journal: [row('web:1', 1)] }, { lost: 1 }],
    ['a doubled outcome', { journal: [row('web:1', 1), row('web:1', 2), row('web:2', 3)] }, { doubled: 1 }],
    ['messages recorded in another order', { journal: [row('web:2', 1), row('web:1', 2)] }, { reordered: 1 }],
    [
      'a reply that never came',
      { story: { ...story, heard: ['How much?'] }, messages: good.messages.slice(0, 3) },
      { repliesMissing: 1 },
    ],
    ['a reply said twice', { messages: [...good.messages, message(5, 'bot', 'Done, id 7.')] }, { repliesRepeated: 1 }],
    ['a message shown twice', { story: { ...story, shown: ['1', '2', '2', '3', '4'] } }, { repliesRepeated: 1 }],
    [
      'a reply shown otherwise than recorded',
      { story: { ...story, heard: ['Done, id 7.', 'How much?'] } },
      { reordered: 1 },
    ],
    [
      'a gap in the numbers',
      { messages: good.messages.map((one) => ({ ...one, number: one.number + 1 })) },
      { reordered: 1 },
    ],
    [
      'an operation that never settled',
      { journal: [row('web:1', 1), row('web:2', 2, ['execute'])] },
      { operationsUnsettled: 1 },
    ],
    [
      'a timer that never fired',
      { story: { ...story, script: 'timers', heard: ['How much?'] }, messages: good.messages.slice(0, 3) },
      { timersLost: 1, repliesMissing: 1 },
    ],
  ])('finds %s', (_what, change, found) => {
    expect(verdictOf(change)).toEqual({ ...clean, ...found });
  });

  it('finds money that moved twice', () => {
    expect(verdictOf({}, [{ to: 'Ann' }, { to: 'Ann' }])).toEqual({ ...clean, moneyMovedTwice: 1 });
  });
});
