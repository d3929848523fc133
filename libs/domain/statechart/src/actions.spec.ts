import { effectsOf, logged, play } from './testing/player.ts';

describe('actions on data', () => {
  it('are visible to the next action and condition at once', () => {
    const player = play({
      data: [{ id: 'n', value: 1 }],
      states: [
        {
          id: 'a',
          transitions: [
            {
              event: 'go',
              target: 'b',
              do: [
                { assign: 'n', expr: 'n + 1' },
                { log: 'n', expr: 'n' },
              ],
            },
          ],
        },
        { id: 'b', entry: [{ log: 'entry', expr: 'n' }], transitions: [{ cond: 'n == 2', target: 'c' }] },
        { id: 'c' },
      ],
    });
    expect(logged(player.send('go'))).toEqual(['n=2', 'entry=2']);
    expect(player.leaves).toEqual(['c']);
  });

  it('set and remove values deep inside maps and lists, and share the rest', () => {
    const player = play({
      data: [{ id: 'vars', value: { list: [1, { x: 2 }], kept: { deep: true }, old: 1 } }],
      states: [
        {
          id: 'a',
          transitions: [
            {
              event: 'go',
              do: [
                { assign: 'vars.list[1].x', expr: '3' },
                { assign: 'vars.list[2]', expr: "'new'" },
                { assign: 'vars["odd key"]', expr: 'null' },
                { unset: 'vars.old' },
                { unset: 'vars.never.was' },
              ],
            },
          ],
        },
      ],
    });
    const before = player.snapshot.data['vars'] as { readonly kept: unknown };
    const after = player.send('go').snapshot.data['vars'] as { readonly kept: unknown };
    expect(after).toEqual({ list: [1, { x: 3 }, 'new'], kept: { deep: true }, 'odd key': null });
    expect(after.kept).toBe(before.kept);
  });

  it('begin with what the caller gives for declared names, and ignore other names', () => {
    const player = play(
      {
        data: [
          { id: 'profile', value: null },
          { id: 'n', value: 1 },
        ],
        states: [{ id: 'a' }],
      },
      { profile: { name: 'Ann' }, other: 1 },
    );
    expect(player.snapshot.data).toEqual({ profile: { name: 'Ann' }, n: 1 });
  });

  it('choose a branch', () => {
    const player = play({
      data: [{ id: 'n', value: 0 }],
      states: [
        {
          id: 'a',
          transitions: [
            {
              event: 'go',
              do: [
                { assign: 'n', expr: 'event.n' },
                {
                  if: [
                    { cond: 'n == 1', do: [{ log: 'one' }] },
                    { cond: 'n == 2', do: [{ log: 'two' }] },
                    { do: [{ log: 'many' }] },
                  ],
                },
                { log: 'after' },
              ],
            },
          ],
        },
      ],
    });
    expect(logged(player.send('go', { n: 1 }))).toEqual(['one', 'after']);
    expect(logged(player.send('go', { n: 2 }))).toEqual(['two', 'after']);
    expect(logged(player.send('go', { n: 3 }))).toEqual(['many', 'after']);
  });

  it('walk over a list as it was when the walk began', () => {
    const player = play({
      data: [{ id: 'list', value: ['a', 'b'] }],
      states: [
        {
          id: 'a',
          transitions: [
            {
              event: 'go',
              do: [
                {
                  foreach: 'list',
                  item: 'item',
                  index: 'index',
                  do: [
                    { log: 'item', expr: 'item' },
                    { assign: 'list[2]', expr: "'c'" },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
    expect(logged(player.send('go'))).toEqual(['item="a"', 'item="b"']);
    expect(player.snapshot.data).toEqual({ list: ['a', 'b', 'c'], item: 'b', index: 1 });
  });
});

describe('effects', () => {
  it('carry values captured when they ran, without those that are unset [E072]', () => {
    const player = play({
      data: [{ id: 'slots', value: { amount: 200 } }],
      states: [
        {
          id: 'a',
          transitions: [
            {
              event: 'go',
              do: [
                {
                  effect: 'say',
                  fields: { text: { en: 'Send {{ slots.amount }}?' } },
                  capture: ['slots.amount', 'slots.recipient'],
                  values: { twice: 'slots.amount * 2' },
                },
                { assign: 'slots.amount', expr: '5' },
              ],
            },
          ],
        },
      ],
    });
    expect(player.send('go').effects).toEqual([
      {
        kind: 'act',
        type: 'say',
        fields: { text: { en: 'Send {{ slots.amount }}?' } },
        values: { 'slots.amount': 200, twice: 400 },
        at: '/states/0/transitions/0/do/0',
      },
    ]);
  });

  it('come in the order of the actions [E073]', () => {
    const player = play({
      states: [
        { id: 'a', exit: [{ effect: 'one' }], transitions: [{ event: 'go', target: 'b', do: [{ effect: 'two' }] }] },
        { id: 'b', entry: [{ effect: 'three' }] },
      ],
    });
    expect(effectsOf(player.send('go'), 'act').map(({ type }) => type)).toEqual(['one', 'two', 'three']);
  });
});
