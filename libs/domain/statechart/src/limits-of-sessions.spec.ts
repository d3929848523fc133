import type { CoreMachine, CoreState, Limits } from './core-format.ts';
import { restore } from './restore.ts';
import { build, Player, play } from './testing/player.ts';
import type { Sketch } from './testing/player.ts';

const send = { send: { event: 'later', delayMs: 10 } };

/** A state with two of everything that can wait. */
const waiting: CoreState = {
  id: 's',
  entry: [send, send],
  defer: ['message'],
  after: [
    { delayMs: 1, do: [] },
    { delayMs: 2, do: [] },
  ],
  invoke: [
    { id: 'one', src: 'work' },
    { id: 'two', src: 'work' },
    { id: 'kid', machine: { schema: 'core/1', id: 'kid', states: [{ id: 'k' }] } },
    { id: 'kin', machine: { schema: 'core/1', id: 'kin', states: [{ id: 'k' }] } },
  ],
};

describe('a snapshot in which as much waits as may', () => {
  const full: Sketch = { states: [waiting] };
  const player = new Player(build(full));
  player.send('message');
  player.send('message');
  const stored = JSON.stringify(player.snapshot);
  const comesBack = (limits: Partial<Limits>): boolean =>
    restore(build({ ...full, limits }, { identity: player.machine.identity }), stored).ok;

  it.each(['sends', 'timers', 'operations', 'deferredEvents', 'children'] as const)(
    'comes back at the limit of %s, and not with one less',
    (limit) => {
      expect(comesBack({ [limit]: 2 })).toBe(true);
      expect(comesBack({ [limit]: 1 })).toBe(false);
    },
  );

  it('comes back at as many bytes as it has, and not with one less', () => {
    expect(comesBack({ snapshotBytes: stored.length })).toBe(true);
    expect(comesBack({ snapshotBytes: stored.length - 1 })).toBe(false);
  });
});

describe('what all sessions have waiting', () => {
  /** Each of three generations has one of the kind; the outermost asks for one more. */
  const generations = (one: Partial<CoreState>, limits: Partial<Limits>): Sketch => {
    const innermost: CoreMachine = { schema: 'core/1', id: 'innermost', states: [{ id: 'i', ...one }] };
    const middle: CoreMachine = {
      schema: 'core/1',
      id: 'middle',
      states: [{ id: 'm', ...one, invoke: [...(one.invoke ?? []), { id: 'inner', machine: innermost }] }],
    };
    return {
      limits,
      states: [
        {
          id: 'o',
          invoke: [{ id: 'outer', machine: middle }],
          transitions: [{ event: 'go', target: 'more' }],
          states: [{ id: 'quiet' }, { id: 'more', ...one }],
        },
      ],
    };
  };

  it.each<[keyof Limits, Partial<CoreState>]>([
    ['sends', { entry: [send] }],
    ['timers', { after: [{ delayMs: 10, do: [] }] }],
    ['operations', { invoke: [{ id: 'job', src: 'work' }] }],
  ])('counts together for the limit of %s', (limit, one) => {
    const renamed = JSON.parse(JSON.stringify(one).replace('"job"', '"own"')) as Partial<CoreState>;
    const enough = play(withOwn(generations(one, { [limit]: 3 }), renamed));
    expect(enough.send('go').outcome).toBe('taken');
    const short = play(withOwn(generations(one, { [limit]: 2 }), renamed));
    expect(short.send('go')).toMatchObject({ outcome: 'failed', failure: { code: `limit-${limit}` } });
  });

  function withOwn(sketch: Sketch, own: Partial<CoreState>): Sketch {
    const [outer] = sketch.states;
    if (outer === undefined) throw new Error('There is a state.');
    return { ...sketch, states: [{ ...outer, states: [{ id: 'quiet' }, { id: 'more', ...own }] }] };
  }
});
