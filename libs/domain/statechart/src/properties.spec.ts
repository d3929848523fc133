import fc from 'fast-check';
import { compile } from './compile.ts';
import { isLegalConfiguration } from './legality.ts';
import { Machine } from './machine.ts';
import { restore } from './restore.ts';
import { activeNodes } from './run.ts';
import type { Step } from './snapshot.ts';
import { Player, build, freeze, sketch, traced } from './testing/player.ts';
import { EVENTS, machineOf } from './testing/random-machines.ts';
import type { Shape } from './testing/random-machines.ts';
import type { Sketch } from './testing/player.ts';

const leaf: fc.Arbitrary<Shape> = fc.record({
  kind: fc.constantFrom('atomic' as const, 'atomic' as const, 'atomic' as const, 'final' as const),
  children: fc.constant([]),
  history: fc.constant(null),
  seeds: fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 8 }),
});

function shapeOf(depth: number): fc.Arbitrary<Shape> {
  if (depth <= 1) return leaf;
  const branch: fc.Arbitrary<Shape> = fc.record({
    kind: fc.constantFrom('compound' as const, 'compound' as const, 'parallel' as const),
    children: fc.array(shapeOf(depth - 1), { minLength: 1, maxLength: 3 }),
    history: fc.constantFrom(null, 'shallow' as const, 'deep' as const),
    seeds: fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 8 }),
  });
  return fc.oneof({ weight: 1, arbitrary: leaf }, { weight: 2, arbitrary: branch });
}

const shape = shapeOf(4);

const randomMachine: fc.Arbitrary<Sketch> = fc.array(shape, { minLength: 1, maxLength: 3 }).map(machineOf);

type Move = { readonly event: string } | { readonly waitMs: number } | { readonly answer: number };

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ event: fc.constantFrom(...EVENTS, 'never') }) },
  { weight: 2, arbitrary: fc.record({ waitMs: fc.nat(60) }) },
  { weight: 1, arbitrary: fc.record({ answer: fc.nat(3) }) },
);

function perform(player: Player, one: Move): Step {
  if ('event' in one) return player.send(one.event, { text: 'x' }, `id-${one.event}`);
  if ('waitMs' in one) return player.wait(one.waitMs);
  const open = player.snapshot.operations[one.answer];
  return player.answer(open?.operation ?? 'none', 'done', { ok: true });
}

/** Any machine, any moves; what holds after every single one of them. */
function always(check: (step: Step, player: Player, before: Player['last']) => void): void {
  fc.assert(
    fc.property(randomMachine, fc.array(move, { maxLength: 12 }), (machine, moves) => {
      const player = new Player(build(freeze(machine)));
      for (const one of moves) {
        const before = player.last;
        check(perform(player, one), player, before);
      }
    }),
    { numRuns: 100 },
  );
}

const play = (machine: Machine, moves: readonly Move[]): readonly unknown[] => {
  const player = new Player(machine);
  return moves.map((one) => {
    const { snapshot, effects, trace, outcome, settles } = perform(player, one);
    return JSON.stringify({ snapshot, effects, trace, outcome, settles });
  });
};

describe('whatever the machine and whatever happens to it', () => {
  it('the machine compiles', () => {
    fc.assert(
      fc.property(randomMachine, (machine) => compile(sketch(machine)).ok),
      { numRuns: 200 },
    );
  });

  it('the same story told twice is the same, byte for byte [E067]', () => {
    fc.assert(
      fc.property(randomMachine, fc.array(move, { maxLength: 12 }), (machine, moves) => {
        expect(play(build(machine), moves)).toEqual(play(build(machine), moves));
      }),
      { numRuns: 60 },
    );
  });

  it('storing and restoring after each event changes nothing', () => {
    fc.assert(
      fc.property(randomMachine, fc.array(move, { maxLength: 12 }), (sketched, moves) => {
        const machine = build(sketched);
        const kept = new Player(machine);
        const stored = new Player(machine);
        for (const one of moves) {
          const restored = restore(machine, JSON.stringify(stored.snapshot));
          if (!restored.ok) throw new Error(JSON.stringify(restored.problems));
          stored.last = { ...stored.last, snapshot: restored.snapshot };
          expect(perform(stored, one)).toEqual(perform(kept, one));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('the order of keys in the stored snapshot changes nothing', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, part]) => [key, reversed(part)]),
      );
    };
    fc.assert(
      fc.property(randomMachine, fc.array(move, { maxLength: 8 }), (sketched, moves) => {
        const machine = build(sketched);
        const kept = new Player(machine);
        const stored = new Player(machine);
        for (const one of moves) {
          stored.last = { ...stored.last, snapshot: reversed(stored.snapshot) as Step['snapshot'] };
          expect(perform(stored, one)).toEqual(perform(kept, one));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('the configuration is legal, and its timers, work and history belong to it', () => {
    always((step, { machine }) => {
      const tables = Machine.tablesOf(machine);
      if (step.snapshot.configuration.length > 0) {
        expect(isLegalConfiguration(tables.root, activeNodes(tables, step.snapshot.configuration))).toBe(true);
      }
      expect(restore(machine, JSON.stringify(step.snapshot))).toMatchObject({ ok: true });
    });
  });

  it('states are left and entered in balance', () => {
    always((step, player, before) => {
      if (step.outcome === 'failed' || step.failures !== undefined || step.snapshot.status === 'done') return;
      const active = new Set(
        activeNodes(Machine.tablesOf(player.machine), before.snapshot.configuration).map(({ id }) => id),
      );
      for (const record of step.trace) {
        if (record.type === 'exit') expect(active.delete(record.state)).toBe(true);
        if (record.type === 'enter') {
          expect(active.has(record.state)).toBe(false);
          active.add(record.state);
        }
      }
      expect([...active].sort()).toEqual([...player.states].sort());
    });
  });

  it('a step that was refused or failed has changed nothing', () => {
    always((step, player, before) => {
      if (step.outcome !== 'refused' && step.outcome !== 'failed') return;
      expect(step.effects).toEqual([]);
      const timersMayGo = step.failures === undefined ? {} : { timers: step.snapshot.timers };
      expect(step.snapshot).toEqual({ ...before.snapshot, ...timersMayGo });
      expect(player.states.length).toBeGreaterThanOrEqual(0);
    });
  });

  it('what began outside is cancelled, answered or still open, once each', () => {
    fc.assert(
      fc.property(randomMachine, fc.array(move, { maxLength: 12 }), (sketched, moves) => {
        const player = new Player(build(sketched));
        const open = new Set<string>();
        const note = (step: Step): void => {
          for (const effect of step.effects) {
            if (effect.kind === 'invoke') {
              expect(open.has(effect.operation)).toBe(false);
              open.add(effect.operation);
            }
            if (effect.kind === 'cancel') expect(open.delete(effect.operation)).toBe(true);
          }
          expect([...open].sort()).toEqual(step.snapshot.operations.map(({ operation }) => operation).sort());
        };
        note(player.last);
        for (const one of moves) {
          const answered = 'answer' in one ? player.snapshot.operations[one.answer]?.operation : undefined;
          const step = perform(player, one);
          if (answered !== undefined && step.outcome !== 'failed') open.delete(answered);
          note(step);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('deferred events are settled in the order they came, none lost', () => {
    fc.assert(
      fc.property(randomMachine, fc.array(fc.constantFrom(...EVENTS), { maxLength: 15 }), (sketched, events) => {
        const player = new Player(build(sketched));
        const waiting: string[] = [];
        events.forEach((name, index) => {
          const step = player.send(name, {}, `m${index}`);
          if (step.outcome === 'deferred') waiting.push(`m${index}`);
          for (const id of step.settles) {
            expect(waiting).toContain(id);
            waiting.splice(waiting.indexOf(id), 1);
          }
          expect(step.snapshot.deferred.map(({ id }) => id)).toEqual(waiting);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('reading the trace changes nothing, and it tells of every condition', () => {
    always((step) => {
      const before = JSON.stringify([step.snapshot, step.effects]);
      expect(traced(step, 'condition').every(({ at }) => at.startsWith('/'))).toBe(true);
      expect(JSON.stringify([step.snapshot, step.effects])).toBe(before);
    });
  });
});
