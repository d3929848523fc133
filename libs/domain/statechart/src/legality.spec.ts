import { restore } from './restore.ts';
import { faultsOfConfiguration, withAncestors } from './testing/legal-by-w3c.ts';
import { build, Player } from './testing/player.ts';
import type { CoreState } from './core-format.ts';

const regions: CoreState = {
  id: 'P',
  type: 'parallel',
  states: [
    { id: 'flat', type: 'history', initial: ['A', 'm', 'R'] },
    { id: 'deep', type: 'history', history: 'deep', initial: ['a1', 'm', 'r1'] },
    { id: 'A', states: [{ id: 'a1' }, { id: 'a2', states: [{ id: 'a21' }, { id: 'a22', type: 'final' }] }] },
    { id: 'm' },
    { id: 'R', states: [{ id: 'r1' }, { id: 'Q', type: 'parallel', states: [{ id: 'q1' }, { id: 'q2' }] }] },
  ],
};
const states: readonly CoreState[] = [
  { id: 'x' },
  { id: 'C', states: [{ id: 'hc', type: 'history', initial: 'c1' }, { id: 'c1' }, { id: 'c2' }] },
  regions,
];
const machine = build({ states });
const LEAVES = ['x', 'c1', 'c2', 'a1', 'a21', 'a22', 'm', 'r1', 'q1', 'q2'];
const INSIDE = ['A', 'a1', 'a2', 'a21', 'a22', 'm', 'R', 'r1', 'Q', 'q1', 'q2'];

function subsets(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: 2 ** ids.length }, (_, bits) => ids.filter((_id, place) => (bits >> place) % 2 === 1));
}

const comesBack = (change: object): boolean =>
  restore(machine, JSON.stringify({ ...new Player(machine).snapshot, ...change })).ok;

describe('of all sets of states', () => {
  it('those come back as a configuration that are legal by the words of W3C', () => {
    const taken = subsets(LEAVES).filter((configuration) => comesBack({ configuration }));
    const legal = subsets(LEAVES).filter(
      (leaves) => faultsOfConfiguration({ states }, withAncestors({ states }, leaves)).length === 0,
    );
    expect(taken).toEqual(legal);
    expect(legal).toHaveLength(1 + 2 + 3 * 2);
  });

  it('those come back as a deep history that its parent can have had inside', () => {
    const taken = subsets(INSIDE).filter((deep) => comesBack({ history: { deep } }));
    const legal = subsets(INSIDE).filter((leaves) => {
      const only = { states: [regions] };
      const atomic = leaves.every((id) => LEAVES.includes(id));
      return atomic && faultsOfConfiguration(only, withAncestors(only, leaves)).length === 0;
    });
    expect(taken).toEqual(legal);
    expect(legal).toHaveLength(3 * 2);
  });

  it('those come back as a shallow history that are the children its parent can have had active', () => {
    expect(subsets(INSIDE).filter((flat) => comesBack({ history: { flat } }))).toEqual([['A', 'm', 'R']]);
    expect(subsets([...LEAVES, 'hc']).filter((hc) => comesBack({ history: { hc } }))).toEqual([['c1'], ['c2']]);
  });

  it('none comes back in another order, or with a state twice', () => {
    expect(comesBack({ configuration: ['a1', 'm', 'r1'] })).toBe(true);
    expect(comesBack({ configuration: ['m', 'a1', 'r1'] })).toBe(false);
    expect(comesBack({ configuration: ['a1', 'm', 'm', 'r1'] })).toBe(false);
    expect(comesBack({ history: { flat: ['m', 'A', 'R'] } })).toBe(false);
    expect(comesBack({ history: { flat: ['A', 'm', 'm'] } })).toBe(false);
    expect(comesBack({ history: { hc: [1] } })).toBe(false);
    expect(comesBack({ history: { hc: ['hc'] } })).toBe(false);
  });
});
