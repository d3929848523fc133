import fc from 'fast-check';
import type { CoreMachine, CoreState } from '../core-format.ts';
import type { ChildSnapshot, Step } from '../snapshot.ts';
import { Player, build, freeze, traced } from '../testing/player.ts';
import { faultsOfConfiguration, withAncestors } from '../testing/legal-by-w3c.ts';
import { moves, perform, randomMachine, wildMachine } from '../testing/stories.ts';
import type { Sketch } from '../testing/player.ts';

const machines = fc.oneof({ weight: 3, arbitrary: randomMachine }, { weight: 1, arbitrary: wildMachine });

/** Any machine as it is written, any moves; what holds after every single one of them. */
function lawful(check: (step: Step, player: Player, before: Step | null, written: Sketch) => void): void {
  fc.assert(
    fc.property(machines, moves, (written, story) => {
      const player = new Player(build(freeze(written)));
      check(player.last, player, null, written);
      for (const one of story) {
        const before = player.last;
        check(perform(player, one), player, before, written);
      }
    }),
    { numRuns: 150 },
  );
}

/** The child machine of an invoke, as it is written there. */
function childMachine({ states = [] }: Pick<CoreState, 'states'>, state: string, index: number): CoreMachine | null {
  for (const one of states) {
    const machine = one.id === state ? one.invoke?.[index]?.machine : undefined;
    if (typeof machine === 'object') return machine;
    const inside = childMachine(one, state, index);
    if (inside !== null) return inside;
  }
  return null;
}

/** Faults of a configuration and of those of the child machines inside. */
function faultsOf(machine: Pick<CoreMachine, 'states'>, snapshot: ChildSnapshot): readonly string[] {
  const { configuration, children = [] } = snapshot;
  const own =
    configuration.length === 0 && snapshot.status === 'done'
      ? []
      : faultsOfConfiguration(machine, withAncestors(machine, configuration));
  const inside = children.flatMap(({ state, index, snapshot: child }) => {
    const written = childMachine(machine, state, index);
    return child === null || written === null ? [] : faultsOf(written, child);
  });
  return [...own, ...inside];
}

describe('whatever the machine and whatever happens to it', () => {
  it('the configuration is legal by what W3C says of it, that of child machines too [E067]', () => {
    let children = 0;
    lawful(({ snapshot }, { machine: _machine, states }, _before, written) => {
      expect(faultsOf(written, snapshot)).toEqual([]);
      if (snapshot.configuration.length > 0)
        expect(new Set(states)).toEqual(withAncestors(written, snapshot.configuration));
      children += snapshot.children?.length ?? 0;
    });
    expect(children).toBeGreaterThan(50);
  });

  it('states are left and entered in balance', () => {
    lawful((step, player, before) => {
      if (step.outcome === 'failed' || step.failures !== undefined || step.snapshot.status === 'done') return;
      const active = new Set(before === null ? [] : statesOf(player, before));
      for (const record of step.trace) {
        if (record.session !== undefined) continue;
        if (record.type === 'exit') expect(active.delete(record.state)).toBe(true);
        if (record.type !== 'enter') continue;
        expect(active.has(record.state)).toBe(false);
        active.add(record.state);
      }
      expect([...active].sort()).toEqual([...player.states].sort());
    });
  });

  it('a step that was refused or failed has changed nothing but timers that are spent', () => {
    lawful((step, _player, before) => {
      if (before === null || (step.outcome !== 'refused' && step.outcome !== 'failed')) return;
      expect(step.effects).toEqual([]);
      const { timers, sends } = step.snapshot;
      const spent = step.failures === undefined ? {} : { timers, ...(sends === undefined ? {} : { sends }) };
      const { sends: waiting, ...rest } = before.snapshot;
      const kept =
        step.failures !== undefined && sends === undefined ? {} : waiting === undefined ? {} : { sends: waiting };
      expect(step.snapshot).toEqual({ ...rest, ...kept, ...spent });
    });
  });

  it('every step ends within the limits, also of machines that never come to rest', () => {
    const endings = new Map<string, number>();
    fc.assert(
      fc.property(wildMachine, moves, (written, story) => {
        const limits = { microsteps: 40, fuel: 2_000, internalQueue: 20, timers: 10, sends: 10, snapshotBytes: 20_000 };
        const player = new Player(build({ ...written, limits }));
        for (const step of [player.last, ...story.map((one) => perform(player, one))]) {
          endings.set(step.failure?.code ?? step.outcome, (endings.get(step.failure?.code ?? step.outcome) ?? 0) + 1);
          const macrosteps = traced(step, 'event').filter(({ from }) => from !== 'inside').length + 1;
          // Whatever is traced was paid for with fuel, each macrostep with its own.
          expect(step.trace.length).toBeLessThanOrEqual(macrosteps * 4_000);
          expect(JSON.stringify(step.snapshot).length).toBeLessThanOrEqual(limits.snapshotBytes);
          expect(step.snapshot.timers.length).toBeLessThanOrEqual(limits.timers);
          expect(step.snapshot.sends?.length ?? 0).toBeLessThanOrEqual(limits.sends);
        }
      }),
      { numRuns: 150 },
    );
    const limited = [...endings]
      .filter(([code]) => code.startsWith('limit-'))
      .reduce((sum, [, count]) => sum + count, 0);
    expect(limited).toBeGreaterThan(20);
    expect(endings.get('taken')).toBeGreaterThan(20);
  });
});

describe('the definition of a legal configuration', () => {
  const machine = {
    states: [
      { id: 'a', type: 'parallel' as const, states: [{ id: 'b', states: [{ id: 'c' }, { id: 'd' }] }, { id: 'e' }] },
      { id: 'f' },
    ],
  };

  it.each([
    [['a', 'b', 'c', 'e'], 0],
    [['f'], 0],
    [[], 2],
    [['a', 'b', 'c', 'e', 'f'], 1],
    [['a', 'b', 'c', 'd', 'e'], 1],
    [['a', 'b', 'e'], 1],
    [['a', 'b', 'c'], 1],
    [['b', 'c', 'e'], 2],
    [['f', 'stranger'], 1],
  ])('finds in %j %i faults', (active, count) => {
    expect(faultsOfConfiguration(machine, new Set(active))).toHaveLength(count);
  });
});

function statesOf(player: Player, step: Step): readonly string[] {
  const { last } = player;
  player.last = step;
  const { states } = player;
  player.last = last;
  return states;
}
