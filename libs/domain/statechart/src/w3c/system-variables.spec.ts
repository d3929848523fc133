import type { CoreTransition } from '../core-format.ts';
import type { Player } from '../testing/player.ts';
import { effectsOf, logged, play } from '../testing/player.ts';

describe('W3C 5.10: system variables', () => {
  const told = (player: Player): unknown => effectsOf(player.last, 'log').map(({ value }) => value);
  const telling = (expr: string): CoreTransition => ({ event: '*', do: [{ log: 'told', expr }] });

  it('_event is not bound before the first event, and stays bound until the next (IRP 318, 319)', () => {
    const player = play({
      states: [
        {
          id: 's',
          entry: [{ log: 'bound', expr: 'has(_event)' }],
          transitions: [{ event: 'go', target: 't' }],
        },
        { id: 't', entry: [{ log: 'still', expr: '_event.name' }] },
      ],
    });
    expect(logged(player.last)).toEqual(['bound=false']);
    expect(logged(player.send('go'))).toEqual(['still="go"']);
  });

  it('_event has all fields, whatever the event (IRP 330, 333, 335, 337, 339)', () => {
    const fields = ['name', 'type', 'sendid', 'origin', 'origintype', 'invokeid', 'data'];
    const player = play({
      states: [
        {
          id: 's',
          entry: [{ raise: 'i' }, { send: { event: 'e' } }],
          transitions: [telling(fields.map((field) => `'${field}' in _event`).join(' && '))],
        },
      ],
    });
    expect(told(player)).toEqual([true, true]);
    player.send('x');
    expect(told(player)).toEqual([true]);
  });

  it('event is the data of the event: null where it has none, unset like _event before the first', () => {
    const player = play({
      states: [
        {
          id: 's',
          entry: [{ log: 'bound', expr: 'has(event)' }],
          transitions: [
            { event: 'text', cond: "event == 'hi'", do: [{ log: 'told', expr: 'event' }] },
            { event: 'bare', cond: 'event == null && !has(event.text)', do: [{ log: 'told', expr: 'event' }] },
            { event: 'error.execution', target: 'fail' },
          ],
        },
        { id: 'fail' },
      ],
    });
    expect(logged(player.last)).toEqual(['bound=false']);
    expect(logged(player.send('text', 'hi'))).toEqual(['told="hi"']);
    expect(logged(player.send('bare'))).toEqual(['told']);
    expect(player.snapshot.configuration).toEqual(['s']);
  });

  it('_event.type tells internal, external and platform apart (IRP 331)', () => {
    const player = play({
      states: [
        {
          id: 's',
          entry: [{ raise: 'i' }, { send: { event: 'e' } }, { assign: 'nowhere', expr: '1' }],
          transitions: [telling('[_event.name, _event.type]')],
        },
      ],
    });
    expect(told(player)).toEqual([
      ['i', 'internal'],
      ['error.execution', 'platform'],
      ['e', 'external'],
    ]);
  });

  it('_name, _sessionid and _ioprocessors are there from the start (IRP 321, 323, 325, 500)', () => {
    const player = play({
      id: 'shop',
      states: [
        {
          id: 's',
          entry: [
            {
              log: 'told',
              expr: "[_name, _sessionid, _ioprocessors.scxml.location, _ioprocessors['http://www.w3.org/TR/scxml/#SCXMLEventProcessor'].location]",
            },
          ],
        },
      ],
    });
    expect(told(player)).toEqual([['shop', 'talk', '#_scxml_talk', '#_scxml_talk']]);
  });
});
