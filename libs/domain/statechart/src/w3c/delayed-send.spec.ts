import type { CoreAction, CoreTransition } from '../core-format.ts';
import { restore } from '../restore.ts';
import { build, effectsOf, logged, play, Player } from '../testing/player.ts';

const DATA = [
  { id: 'a', value: 1 },
  { id: 'b', value: 'two' },
  { id: 'x', value: null },
];
const HEARD: CoreTransition = { event: '*', do: [{ log: 'heard', expr: '_event' }] };

/** One state that carries an action out when it begins, and logs every event it hears. */
function sender(...actions: readonly CoreAction[]): Player {
  return play({ data: DATA, states: [{ id: 's', entry: actions, transitions: [HEARD] }] });
}

const heard = (player: Player): readonly Record<string, unknown>[] =>
  effectsOf(player.last, 'log').map(({ value }) => value as Record<string, unknown>);
const names = (player: Player): readonly unknown[] => heard(player).map((event) => event['name']);

describe('a delayed send', () => {
  const twice = { send: { event: 'e', delayMs: 10 } };

  it('waits in the snapshot, through any number of steps and restarts', () => {
    const machine = build({ states: [{ id: 's', entry: [twice], transitions: [HEARD] }] });
    const player = new Player(machine);
    player.send('other');
    expect(restore(machine, JSON.stringify(player.snapshot))).toEqual({ ok: true, snapshot: player.snapshot });
    expect(player.snapshot.sends).toEqual([{ due: 1_010, event: 'e', at: '/states/0/entry/0' }]);
    player.wait(10);
    expect(names(player)).toEqual(['e']);
    expect(player.snapshot).not.toHaveProperty('sends');
  });

  it('fires by due time, then in the order of sending, after timers of the same moment', () => {
    const player = play({
      states: [
        {
          id: 's',
          entry: [20, 10, 10].map((delayMs, index) => ({ send: { event: `e${index}`, delayMs } })),
          after: [{ delayMs: 10, do: [{ log: 'timer' }] }],
          transitions: [{ event: '*', do: [{ log: 'event', expr: '_event.name' }] }],
        },
      ],
    });
    expect(logged(player.wait(50))).toEqual(['timer', 'event="e1"', 'event="e2"', 'event="e0"']);
  });

  it('is taken back by its id, given or made, as text or computed (6.3, IRP 207, 208, 210)', () => {
    const player = sender(
      { send: { event: 'one', id: 'i', delayMs: 10 } },
      { send: { event: 'two', idlocation: 'x', delayMs: 10 } },
      { send: { event: 'three', id: 'j', delayMs: 10 } },
      { cancel: { sendid: 'i' } },
      { cancel: { sendidexpr: 'x' } },
      { cancel: { sendid: 'never was' } },
    );
    player.wait(10);
    expect(names(player)).toEqual(['three']);
  });

  it('with an id that cannot be computed is not taken back: error.execution', () => {
    const player = sender({ cancel: { sendidexpr: 'missing' } });
    expect(names(player)).toEqual(['error.execution']);
  });

  it('goes when the machine ends', () => {
    const player = play({
      states: [
        { id: 's', entry: [twice], transitions: [{ event: 'end', target: 'f' }] },
        { id: 'f', type: 'final' },
      ],
    });
    player.send('end');
    expect(player.snapshot).toMatchObject({ status: 'done' });
    expect(player.snapshot).not.toHaveProperty('sends');
  });

  it('tells the sender when its target is gone by then', () => {
    const player = sender({ send: { event: 'e', target: '#_scxml_gone', delayMs: 5 } });
    player.wait(5);
    expect(names(player)).toEqual(['error.communication']);
  });
});

describe('a send of a type that the host serves', () => {
  const machine = build(
    {
      states: [
        {
          id: 's',
          entry: [
            { send: { event: 'e', type: 'mail', target: 'ann@example.org', id: 'm', params: { p: '1' } } },
            { send: { type: 'mail', content: "'body'", delayMs: 5 } },
            { send: { event: 'e', target: '#_scxml_elsewhere' } },
          ],
        },
      ],
    },
    { eventProcessors: ['mail', 'scxml'] },
  );

  it('comes out as an effect, delayed ones when they are due', () => {
    const player = new Player(machine);
    expect(effectsOf(player.last, 'send')).toEqual([
      {
        kind: 'send',
        type: 'mail',
        target: 'ann@example.org',
        event: 'e',
        sendid: 'm',
        data: { p: 1 },
        at: '/states/0/entry/0',
      },
      {
        kind: 'send',
        type: 'http://www.w3.org/TR/scxml/#SCXMLEventProcessor',
        target: '#_scxml_elsewhere',
        event: 'e',
        sendid: null,
        data: null,
        at: '/states/0/entry/2',
      },
    ]);
    expect(effectsOf(player.wait(5), 'send')).toMatchObject([{ target: null, event: null, data: 'body' }]);
  });
});

describe('what a machine sends itself', () => {
  it('is bounded: an endless circle fails the step and changes nothing', () => {
    const player = play({
      states: [
        {
          id: 's',
          transitions: [
            { event: 'go', do: [{ log: 'once' }, { send: { event: 'go' } }] },
            { event: 'tree', do: [{ send: { event: 'tree' } }, { send: { event: 'tree' } }] },
          ],
        },
      ],
    });
    const before = player.snapshot;
    for (const event of ['go', 'tree']) {
      expect(player.send(event)).toMatchObject({ outcome: 'failed', effects: [] });
      expect(player.last.snapshot).toEqual(before);
    }
    expect(player.last.failure?.code).toMatch(/^limit-(microsteps|external-queue|fuel)$/);
  });

  it('waits in the snapshot up to the limit', () => {
    const machine = build({
      limits: { sends: 3 },
      states: [{ id: 's', transitions: [{ event: 'go', do: [{ send: { event: 'e', delayMs: 1_000 } }] }] }],
    });
    const player = new Player(machine);
    for (let count = 0; count < 3; count++) expect(player.send('go').outcome).toBe('taken');
    expect(player.send('go')).toMatchObject({ outcome: 'failed', failure: { code: 'limit-sends' } });
    expect(player.snapshot.sends).toHaveLength(3);
  });

  it('is deferred like any other external event', () => {
    const player = play({
      states: [
        {
          id: 's',
          defer: ['e'],
          entry: [{ send: { event: 'e', id: 'i' } }],
          transitions: [{ event: 'open', target: 't' }],
        },
        { id: 't', transitions: [{ event: 'e', do: [{ log: 'heard', expr: '_event.sendid' }] }] },
      ],
    });
    expect(player.snapshot.deferred).toMatchObject([{ name: 'e', sendid: 'i', origin: '#_scxml_talk' }]);
    expect(logged(player.send('open'))).toEqual(['heard="i"']);
  });

  it('that fails when it is due is dropped, and does not fire for ever', () => {
    const player = play({
      states: [
        {
          id: 's',
          entry: [{ send: { event: 'go', delayMs: 5 } }, { send: { event: 'fine', delayMs: 6 } }],
          transitions: [
            { event: 'go', do: [{ send: { event: 'go' } }] },
            { event: 'fine', do: [{ log: 'fine' }] },
          ],
        },
      ],
    });
    const step = player.wait(6);
    expect(step.failures).toMatchObject([{ event: 'go', code: expect.stringMatching(/^limit-/) as unknown }]);
    expect(logged(step)).toEqual(['fine']);
    expect(player.snapshot).not.toHaveProperty('sends');
  });

  it('that makes the snapshot too large when it is due is gone as well, in children too', () => {
    const growing = (target?: string): CoreAction[] => [
      { send: { event: 'grow', delayMs: 5, params: { n: '1' }, ...(target === undefined ? {} : { target }) } },
      { send: { event: 'later', delayMs: 50 } },
    ];
    const machine = build({
      limits: { snapshotBytes: 1_500 },
      data: [{ id: 'x', value: [] }],
      states: [
        {
          id: 's',
          entry: growing(),
          invoke: [{ machine: { schema: 'core/1', id: 'kid', states: [{ id: 'k', entry: growing('#_parent') }] } }],
          transitions: [{ event: 'grow', do: [{ assign: 'x', expr: `x + [${'0, '.repeat(600)}0]` }] }],
        },
      ],
    });
    const player = new Player(machine);
    expect(player.wait(5)).toMatchObject({ outcome: 'failed', failure: { code: 'limit-snapshot-bytes' } });
    expect(player.snapshot.sends).toMatchObject([{ event: 'later' }]);
    expect(player.snapshot.children?.[0]?.snapshot?.sends).toMatchObject([{ event: 'later' }]);
    expect(player.wait(0)).toMatchObject({ refusal: 'nothing-due' });
  });
});
