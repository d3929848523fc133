import type { CoreAction } from './core-format.ts';
import { play } from './testing/player.ts';
import type { Player } from './testing/player.ts';

const acting = (actions: readonly CoreAction[], limits: object): Player =>
  play({
    limits,
    data: [{ id: 'v', value: null }],
    states: [{ id: 's', transitions: [{ event: 'go', do: actions }] }],
  });

/** The least of a limit with which the actions go through. */
function least(limit: string, actions: readonly CoreAction[], around: number, data: string | number = 0): number {
  for (let value = Math.max(1, around - 40); value <= around + 40; value++) {
    if (acting(actions, { [limit]: value }).send('go', data).outcome === 'taken') return value;
  }
  throw new Error(`${limit} is not near ${around}.`);
}

describe('the bytes of effects', () => {
  it.each<[string, CoreAction, number]>([
    ['a text: its letters and the quotes', { log: 'l', expr: "'12345678'" }, 10],
    ['a number: the longest there is', { log: 'l', expr: '1' }, 25],
    ['nothing: as much as a number', { log: 'l' }, 25],
    ['a list: as it is written', { log: 'l', expr: '[1, 22]' }, 6],
    ['a map: as it is written', { log: 'l', expr: "{'k': 'ü'}" }, 10],
    ['what the machine says of itself', { effect: 'e', fields: { k: 'v' } }, 9 + 2],
    ['and what it computes', { effect: 'e', fields: { k: 'v' }, values: { n: '1' } }, 9 + 7],
    ['and what it captures', { effect: 'e', fields: 'ab', capture: ['v'] }, 4 + 10],
  ])('count %s', (_what, action, bytes) => {
    expect(least('effectBytes', [action], bytes)).toBe(bytes);
    expect(least('effectBytes', [action, action], 2 * bytes)).toBe(2 * bytes);
  });

  it('that are too many take the step back, and say where', () => {
    const player = acting([{ log: 'one', expr: "'12345678'" }], { effectBytes: 9 });
    const { outcome, failure, effects } = player.send('go');
    expect([outcome, failure?.code, failure?.at, effects]).toEqual([
      'failed',
      'limit-effect-bytes',
      '/states/0/transitions/0/do/0',
      [],
    ]);
  });
});

describe('the bytes of a value', () => {
  it('may be as many as a snapshot may have, and none more', () => {
    const raise = (length: number): string => {
      const player = acting([{ log: 'l', expr: 'event' }], { snapshotBytes: 1_000 });
      const { outcome, failure } = player.send('go', 'x'.repeat(length));
      return failure?.code ?? outcome;
    };
    expect([raise(1_000), raise(1_001)]).toEqual(['taken', 'limit-snapshot-bytes']);
  });

  it('cost fuel: one for each kilobyte of a text', () => {
    const fuel = (length: number): number => least('fuel', [{ log: 'l', expr: 'event' }], 10, 'x'.repeat(length));
    expect([1_023, 1_024, 2_047, 2_048, 10_240].map((length) => fuel(length) - fuel(0))).toEqual([0, 1, 1, 2, 10]);
  });

  it('cost fuel: one for each eight parts of a list, besides what making it costs', () => {
    const fuel = (count: number): number =>
      least('fuel', [{ assign: 'v', expr: `[${'1,'.repeat(count)}]` }], 10 + 3 * count);
    const each = Array.from({ length: 17 }, (_, count) => fuel(count + 1) - fuel(count));
    expect(each.map((cost) => cost - 3)).toEqual([0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
  });
});
