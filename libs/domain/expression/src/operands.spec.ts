import { operands } from './index.ts';
import { read, scopeOf } from '../test/evaluating.ts';

const scope = scopeOf({ slots: { amount: 200, name: 'Ann' }, vars: { list: [1, 2] } }, ['idle']);

function shown(source: string): readonly (readonly [string, unknown])[] {
  return operands(read(source), scope).map(({ text, value }) => [text, value]);
}

describe('the operands in a trace', () => {
  it('are the paths and calls as the author wrote them, without the literals', () => {
    expect(shown("slots.amount < 1000 && !In('idle')")).toEqual([
      ['slots.amount', 200],
      ["In('idle')", true],
    ]);
  });

  it('show a call before what it was made from', () => {
    expect(shown("slots.name.lower() . startsWith( 'a' )")).toEqual([
      ["slots.name.lower() . startsWith( 'a' )", true],
      ['slots.name.lower()', 'ann'],
      ['slots.name', 'Ann'],
    ]);
  });

  it('show what is not set as undefined, and never fail', () => {
    expect(shown('slots.limit > 1 || has(slots.limit) || 1 / nothing > 0')).toEqual([
      ['slots.limit', undefined],
      ['has(slots.limit)', false],
      ['nothing', undefined],
    ]);
  });

  it('show a macro and its list, not the item, which changes', () => {
    expect(shown('vars.list.exists(i, i > slots.amount)')).toEqual([
      ['vars.list.exists(i, i > slots.amount)', false],
      ['vars.list', [1, 2]],
    ]);
  });

  it('show each one once', () => {
    expect(shown('slots.amount > 1 && slots.amount < 9')).toHaveLength(1);
  });
});
