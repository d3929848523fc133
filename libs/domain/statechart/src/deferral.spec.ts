import { logged, play } from './testing/player.ts';

const SCXML = 'http://www.w3.org/TR/scxml/#SCXMLEventProcessor';

const busy = {
  states: [
    { id: 'idle', transitions: [{ event: 'go', target: 'working' }] },
    {
      id: 'working',
      defer: ['message', 'agent'],
      interrupt: ['message.stop'],
      transitions: [
        { event: 'finish', target: 'ready' },
        { event: 'message.stop', target: 'stopped' },
      ],
    },
    { id: 'ready', transitions: [{ event: 'message', do: [{ log: 'heard', expr: 'event.text' }] }] },
    { id: 'stopped' },
  ],
};

describe('a state that defers events', () => {
  it('keeps them in the snapshot, and they come back in their order', () => {
    const player = play(busy);
    player.send('go');
    expect(player.send('message', { text: 'one' }, 'm1').outcome).toBe('deferred');
    expect(player.send('message', { text: 'two' }, 'm2').outcome).toBe('deferred');
    expect(player.snapshot.deferred).toEqual([
      { name: 'message', data: { text: 'one' }, id: 'm1' },
      { name: 'message', data: { text: 'two' }, id: 'm2' },
    ]);
    const step = player.send('finish');
    expect(logged(step)).toEqual(['heard="one"', 'heard="two"']);
    expect(step.settles).toEqual(['m1', 'm2']);
    expect(step.snapshot.deferred).toEqual([]);
  });

  it('keeps all that an event says of itself, and nothing that it does not', () => {
    const whole = { name: 'message', data: 1, id: 'm', sendid: 's', origin: '#_x', origintype: 'scxml' };
    const player = play(busy);
    player.send('go');
    player.give({ kind: 'event', ...whole });
    player.send('message');
    expect(player.snapshot.deferred).toStrictEqual([whole, { name: 'message' }]);
  });

  it('keeps what a child says in the same way', () => {
    const player = play({
      states: [
        {
          id: 's',
          defer: ['news'],
          invoke: [
            {
              id: 'kid',
              machine: {
                schema: 'core/1',
                id: 'kid',
                states: [
                  {
                    id: 'k',
                    entry: [
                      { send: { event: 'news', target: '#_parent' } },
                      { send: { event: 'news', target: '#_parent', id: 'n1', params: { a: '1' } } },
                    ],
                  },
                ],
              },
            },
          ],
        },
      ],
    });
    const from = { origin: '#_scxml_talk.1', origintype: SCXML, invokeid: 'kid' };
    expect(player.snapshot.deferred).toStrictEqual([
      { name: 'news', ...from },
      { name: 'news', data: { a: 1 }, sendid: 'n1', ...from },
    ]);
  });

  it('stops a step in which a child says more than can be kept', () => {
    const said = { send: { event: 'news', target: '#_parent' } };
    const kid = { schema: 'core/1' as const, id: 'kid', states: [{ id: 'k', entry: [said, said] }] };
    const player = play({
      limits: { deferredEvents: 1 },
      states: [
        { id: 'a', transitions: [{ event: 'go', target: 'b' }] },
        { id: 'b', defer: ['news'], invoke: [{ id: 'kid', machine: kid }] },
      ],
    });
    const { outcome, failure } = player.send('go');
    expect([outcome, failure?.code]).toEqual(['failed', 'limit-deferred']);
    expect(failure?.message).toBe("No more events can wait: 'news' is one too many.");
    expect(player.leaves).toEqual(['a']);
  });

  it('changes nothing else when it keeps one back', () => {
    const player = play(busy);
    player.send('go');
    const before = player.snapshot;
    const { snapshot, effects } = player.send('message', { text: 'one' }, 'm1');
    expect({ ...snapshot, deferred: [] }).toEqual(before);
    expect(effects).toEqual([]);
  });

  it('lets what interrupts it through', () => {
    const player = play(busy);
    player.send('go');
    expect(player.send('message.stop').outcome).toBe('taken');
    expect(player.leaves).toEqual(['stopped']);
  });

  it('lets other events through', () => {
    const player = play(busy);
    player.send('go');
    expect(player.send('other').outcome).toBe('unhandled');
  });

  it('settles an event that nobody takes in the end', () => {
    const player = play(busy);
    player.send('go');
    player.send('agent.joined', {}, 'a1');
    expect(player.send('finish')).toMatchObject({ settles: ['a1'], snapshot: { deferred: [] } });
  });

  it('refuses more than its queue holds', () => {
    const player = play({ ...busy, limits: { deferredEvents: 2 } });
    player.send('go');
    player.send('message', { text: '1' });
    player.send('message', { text: '2' });
    const before = player.snapshot;
    expect(player.send('message', { text: '3' })).toMatchObject({ outcome: 'refused', refusal: 'queue-full' });
    expect(player.snapshot).toEqual(before);
  });

  it('refuses more bytes than its queue holds', () => {
    const player = play({ ...busy, limits: { deferredBytes: 100 } });
    player.send('go');
    expect(player.send('message', { text: 'x'.repeat(60) }).outcome).toBe('deferred');
    expect(player.send('message', { text: 'x'.repeat(60) })).toMatchObject({ refusal: 'queue-full' });
  });

  it('does not hold back what happens inside the machine', () => {
    const player = play({
      states: [
        {
          id: 'a',
          defer: ['*'],
          entry: [{ raise: 'inner' }],
          after: [{ delayMs: 5, do: [{ log: 'timer' }] }],
          invoke: [{ id: 'job', src: 'x' }],
          transitions: [
            { event: 'inner', do: [{ log: 'inner' }] },
            { event: 'done.invoke.job', do: [{ log: 'result' }] },
          ],
        },
      ],
    });
    expect(logged(player.last)).toEqual(['inner']);
    expect(logged(player.wait(5))).toEqual(['timer']);
    expect(logged(player.answer('talk:1:1', 'done'))).toEqual(['result']);
  });
});

describe('deferral in a machine with several regions', () => {
  const regions = {
    states: [
      {
        id: 'P',
        type: 'parallel' as const,
        states: [
          {
            id: 'dialog',
            states: [
              { id: 'working', defer: ['message'], transitions: [{ event: 'finish', target: 'ready' }] },
              { id: 'ready', transitions: [{ event: 'message', do: [{ log: 'dialog' }] }] },
            ],
          },
          { id: 'session', transitions: [{ event: 'message', do: [{ log: 'session' }] }] },
        ],
      },
    ],
  };

  it('keeps the event back for the whole machine', () => {
    const player = play(regions);
    const step = player.send('message', {}, 'm1');
    expect(step.outcome).toBe('deferred');
    expect(logged(step)).toEqual([]);
    expect(logged(player.send('finish'))).toEqual(['dialog', 'session']);
  });

  it('does not keep back what a state inside the deferring one takes', () => {
    const player = play({
      states: [
        {
          id: 'outer',
          defer: ['message'],
          states: [{ id: 'inner', transitions: [{ event: 'message', cond: 'event.urgent', do: [{ log: 'inner' }] }] }],
        },
      ],
    });
    expect(logged(player.send('message', { urgent: true }))).toEqual(['inner']);
    expect(player.send('message', { urgent: false }).outcome).toBe('deferred');
  });

  it('keeps back what only a state around the deferring one takes', () => {
    const player = play({
      states: [
        {
          id: 'outer',
          transitions: [{ event: 'message', do: [{ log: 'outer' }] }],
          states: [
            { id: 'inner', defer: ['message'], transitions: [{ event: 'finish', target: 'free' }] },
            { id: 'free' },
          ],
        },
      ],
    });
    expect(player.send('message').outcome).toBe('deferred');
    expect(logged(player.send('finish'))).toEqual(['outer']);
  });

  it('leaves no trace of an error that its conditions made', () => {
    const player = play({
      states: [
        {
          id: 'a',
          defer: ['message'],
          transitions: [
            { event: 'message', cond: 'event.missing', target: 'b' },
            { event: 'error', target: 'wrong' },
          ],
        },
        { id: 'b' },
        { id: 'wrong' },
      ],
    });
    expect(player.send('message', {}).outcome).toBe('deferred');
    expect(player.leaves).toEqual(['a']);
  });
});
