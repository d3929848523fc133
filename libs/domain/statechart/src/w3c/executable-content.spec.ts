import type { CoreAction } from '../core-format.ts';
import { logged, play } from '../testing/player.ts';

/** Labels that a state logs which carries the actions out, and hears what comes of it. */
function run(...entry: readonly (CoreAction | readonly CoreAction[])[]): readonly string[] {
  const player = play({
    data: [
      { id: 'n', value: 0 },
      { id: 'list', value: [1, 2, 3] },
    ],
    states: [{ id: 's', entry, transitions: [{ event: '*', do: [{ log: 'heard', expr: '_event.name' }] }] }],
  });
  return logged(player.last);
}

const count: CoreAction = { assign: 'n', expr: 'n + 1' };
const tell: CoreAction = { log: 'n', expr: 'n' };

describe('W3C 4.3 to 4.5: if, elseif, else', () => {
  const branches = (...conds: readonly string[]): CoreAction => ({
    if: [...conds.map((cond) => ({ cond, do: [{ log: cond }] })), { do: [{ log: 'else' }] }],
  });

  it('takes the first branch that holds, or else (IRP 147, 148, 149)', () => {
    expect(run(branches('n == 0', 'n < 1'))).toEqual(['n == 0']);
    expect(run(branches('n == 1', 'n < 1'))).toEqual(['n < 1']);
    expect(run(branches('n == 1', 'n == 2'))).toEqual(['else']);
    expect(run({ if: [{ cond: 'n == 1', do: [tell] }] })).toEqual([]);
  });

  it('passes a branch over whose condition fails, with its error', () => {
    expect(run(branches('missing', 'n == 0'))).toEqual(['n == 0', 'heard="error.execution"']);
  });
});

describe('W3C 4.6: foreach', () => {
  it('goes through a list in order, and declares its item and index where they are not (IRP 150, 151, 153, 155)', () => {
    expect(
      run(
        { foreach: 'list', item: 'item', index: 'i', do: [{ log: 'at', expr: '[i, item]' }] },
        { log: 'after', expr: '[i, item]' },
      ),
    ).toEqual(['at=[0,1]', 'at=[1,2]', 'at=[2,3]', 'after=[2,3]']);
  });

  it('goes through a copy: what is added on the way is not seen (IRP 525)', () => {
    expect(run({ foreach: 'list', item: 'x', do: [{ assign: 'list', expr: 'list + [4]' }, count] }, tell)).toEqual([
      'n=3',
    ]);
  });

  it('ends at an error in its content, and so does its block (IRP 156)', () => {
    expect(run({ foreach: 'list', item: 'x', do: [count, tell, { assign: 'nowhere', expr: '1' }] }, tell)).toEqual([
      'n=1',
      'heard="error.execution"',
    ]);
  });

  it.each<[string, CoreAction]>([
    ['what is no list (IRP 152)', { foreach: 'n', item: 'x', do: [tell] }],
    ['a map', { foreach: '{"a": 1}', item: 'x', do: [tell] }],
    ['what cannot be computed', { foreach: 'missing', item: 'x', do: [tell] }],
    ['an item that is no name (IRP 152)', { foreach: 'list', item: "'continue'", do: [tell] }],
    ['an item that is a word of the language', { foreach: 'list', item: 'continue', do: [tell] }],
    ['an item of the system', { foreach: 'list', item: '_event', do: [tell] }],
    ['an index that is no name', { foreach: 'list', item: 'x', index: 'a.b', do: [tell] }],
  ])('with %s is error.execution, and its content does not run', (_what, action) => {
    expect(run(action, tell)).toEqual(['heard="error.execution"']);
  });
});

describe('W3C 4.1, 4.2, 4.7 and 3.13: blocks', () => {
  it('run in document order, each action with what the one before has done (IRP 158)', () => {
    expect(run(count, tell, { raise: 'a' }, { raise: 'b' }, count, tell)).toEqual([
      'n=1',
      'n=2',
      'heard="a"',
      'heard="b"',
    ]);
  });

  it('end at their error; the next block of the same state runs (3.8, IRP 159, 376)', () => {
    expect(run([count, { log: 'x', expr: 'missing' }, count], [tell, { raise: 'a' }])).toEqual([
      'n=1',
      'heard="error.execution"',
      'heard="a"',
    ]);
  });

  it('are made of actions side by side; a list among them stands alone', () => {
    const fails: CoreAction = { assign: 'nowhere', expr: '1' };
    expect(run(count, [fails, count], count, fails, count, [tell])).toEqual([
      'n=2',
      'heard="error.execution"',
      'heard="error.execution"',
    ]);
  });

  it('of exits are apart as well (3.9, IRP 378)', () => {
    const player = play({
      data: [{ id: 'n', value: 0 }],
      states: [
        {
          id: 's',
          exit: [[{ assign: 'nowhere', expr: '1' }, count], [count]],
          transitions: [{ event: 'go', target: 't' }],
        },
        { id: 't', entry: [tell] },
      ],
    });
    expect(logged(player.send('go'))).toEqual(['n=1']);
  });
});
