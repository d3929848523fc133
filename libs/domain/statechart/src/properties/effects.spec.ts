import fc from 'fast-check';
import type { Step } from '../snapshot.ts';
import { Player, build, traced } from '../testing/player.ts';
import { EVENTS } from '../testing/random-machines.ts';
import { always, moves, openOperations, perform, randomMachine } from '../testing/stories.ts';

describe('whatever the machine and whatever happens to it', () => {
  it('what began outside is cancelled, answered or still open, once each, children’s work too', () => {
    fc.assert(
      fc.property(randomMachine, moves, (sketched, story) => {
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
          expect([...open].sort()).toEqual([...openOperations(step.snapshot)].sort());
        };
        note(player.last);
        for (const one of story) {
          const answered = 'answer' in one ? openOperations(player.snapshot)[one.answer] : undefined;
          const step = perform(player, one);
          if (answered !== undefined && step.outcome !== 'failed') open.delete(answered);
          note(step);
        }
      }),
      { numRuns: 120 },
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
          const ids = step.snapshot.deferred.flatMap(({ id }) => (id === undefined ? [] : [id]));
          expect(ids).toEqual(waiting);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('the trace points into the text and tells of every condition', () => {
    always(randomMachine, (step) => {
      expect(traced(step, 'condition').every(({ at }) => at.startsWith('/'))).toBe(true);
    });
  });
});
