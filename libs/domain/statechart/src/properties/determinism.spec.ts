import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { compile } from '../compile.ts';
import type { At, Input } from '../snapshot.ts';
import { start, step } from '../step.ts';
import { Player, build, freeze, sketch } from '../testing/player.ts';
import { always, asText, moves, perform, randomMachine, wildMachine } from '../testing/stories.ts';

/** A player that keeps what went in, as a journal does. */
class Journalled extends Player {
  readonly journal: { readonly input: Input; readonly at: At }[] = [];

  override give(input: Input) {
    const taken = super.give(input);
    this.journal.push({
      input,
      at: { now: this.now, seed: 'seed', conversation: 'talk', seq: this.journal.length + 2 },
    });
    return taken;
  }
}

describe('whatever the machine and whatever happens to it', () => {
  it('the machine compiles', () => {
    fc.assert(
      fc.property(fc.oneof(randomMachine, wildMachine), (machine) => {
        const compiled = compile(sketch(machine));
        expect(compiled.ok ? [] : compiled.problems).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('the same story told twice is the same, byte for byte, effects and trace too [E067]', () => {
    fc.assert(
      fc.property(fc.oneof(randomMachine, wildMachine), moves, (machine, story) => {
        const tell = (): readonly string[] => {
          const player = new Player(build(machine));
          return [asText(player.last), ...story.map((one) => asText(perform(player, one)))];
        };
        expect(tell()).toEqual(tell());
      }),
      { numRuns: 80 },
    );
  });

  it('replaying the journal gives the snapshot, byte for byte, in a machine compiled anew', () => {
    fc.assert(
      fc.property(fc.oneof(randomMachine, wildMachine), moves, (machine, story) => {
        const player = new Journalled(build(machine));
        for (const one of story) perform(player, one);
        const journal = JSON.parse(JSON.stringify(player.journal)) as typeof player.journal;
        const anew = build(JSON.parse(JSON.stringify(machine)) as typeof machine);
        let { snapshot } = start(anew, {}, { now: 1_000, seed: 'seed', conversation: 'talk', seq: 1 });
        for (const { input, at } of journal) ({ snapshot } = step(anew, snapshot, input, at));
        expect(canonicalize(snapshot)).toBe(canonicalize(player.snapshot));
      }),
      { numRuns: 100 },
    );
  });

  it('nothing that is handed in is changed', () => {
    fc.assert(
      fc.property(randomMachine, moves, (machine, story) => {
        // Player freezes snapshots and inputs to the bottom: whoever writes to one throws.
        const player = new Player(build(freeze(machine)), freeze({ vars: { n: 1, list: [3] } }));
        const before = story.map((one) => {
          const { snapshot } = player;
          const text = JSON.stringify(snapshot);
          perform(player, one);
          return { snapshot, text };
        });
        for (const { snapshot, text } of before) expect(JSON.stringify(snapshot)).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  it('reading the trace changes nothing, and reading it twice gives the same', () => {
    always(fc.oneof(randomMachine, wildMachine), (taken) => {
      const before = JSON.stringify([taken.snapshot, taken.effects, taken.outcome]);
      expect(taken.trace).toBe(taken.trace);
      expect(JSON.stringify([taken.snapshot, taken.effects, taken.outcome])).toBe(before);
    });
  });
});
