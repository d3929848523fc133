import type { CoreMachine } from '@parley/statechart';
import { activeStates, compile, start, step } from '@parley/statechart';
import fc from 'fast-check';
import { createMachine, initialTransition, transition } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import { EVENTS, randomChart } from './testing/random-chart.ts';
import { toXState } from './to-xstate.ts';
import { namesOf } from './xstate-parts.ts';

function created(core: CoreMachine): AnyStateMachine {
  return createMachine(JSON.parse(JSON.stringify(toXState(core))) as Parameters<typeof createMachine>[0]);
}

describe('a machine as an XState configuration', () => {
  it('walks the same states, where both mean the same', () => {
    let compared = 0;
    const events = fc.array(fc.constantFrom(...EVENTS), { maxLength: 20 });
    fc.assert(
      fc.property(randomChart(), events, (core, names) => {
        const compiled = compile(core);
        fc.pre(compiled.ok);
        if (!compiled.ok) return;
        const { machine } = compiled;
        const keys = namesOf(core);
        const twin = created(core);
        let ours = start(machine, {}, { now: 0, seed: 's', conversation: 'c', seq: 1 });
        let [theirs] = initialTransition(twin);
        for (const name of [null, ...names]) {
          if (name !== null) {
            ours = step(
              machine,
              ours.snapshot,
              { kind: 'event', name },
              { now: 0, seed: 's', conversation: 'c', seq: 2 },
            );
            [theirs] = transition(twin, theirs, { type: name });
          }
          const active = activeStates(machine, ours.snapshot).map(keys.key);
          expect(
            theirs._nodes
              .map((node) => node.id)
              .filter((id) => id !== twin.id)
              .toSorted(),
          ).toEqual(active.toSorted());
          compared++;
        }
      }),
      { numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(1_000);
  });

  it('is JSON: guards, actions and delays are named, data is the context', () => {
    const core: CoreMachine = {
      schema: 'core/1',
      id: 'door',
      data: [{ id: 'vars', value: { n: 0 } }],
      states: [
        {
          id: 'a.b',
          initial: { target: 'inner', do: [{ raise: 'hello' }] },
          entry: [{ effect: 'say', fields: { text: 'Hi' } }],
          transitions: [
            {
              event: ['go', 'done.state.a.b'],
              cond: 'vars.n < 3',
              target: 'end',
              do: [{ assign: 'vars.n', expr: '1' }],
            },
          ],
          after: [{ delayMs: 500, target: 'end' }],
          defer: ['later'],
          states: [{ id: 'inner' }],
        },
        { id: 'end', type: 'final', donedata: { content: { value: 7 } } },
      ],
    };
    const transition = {
      target: '#end',
      guard: { type: 'vars.n < 3' },
      actions: [{ type: 'assign', params: { assign: 'vars.n', expr: '1' } }],
      reenter: true,
    };
    expect(toXState(core)).toEqual({
      id: 'door',
      initial: 'a_b',
      context: { vars: { n: 0 } },
      states: {
        a_b: {
          id: 'a_b',
          description: 'a.b',
          initial: { target: 'inner', actions: [{ type: 'raise', params: { raise: 'hello' } }] },
          entry: [{ type: 'say', params: { effect: 'say', fields: { text: 'Hi' } } }],
          on: { go: [transition], 'xstate.done.state.a_b': [transition] },
          after: { '500': [{ target: '#end', reenter: true }] },
          states: { inner: { id: 'inner' } },
          meta: { notExported: ['deferred events: later'] },
        },
        end: { id: 'end', type: 'final', output: 7 },
      },
    });
    expect(() => created(core)).not.toThrow();
  });

  it('names what XState has no form for', () => {
    const core: CoreMachine = {
      schema: 'core/1',
      id: 'm',
      initial: 'deep',
      states: [{ id: 'out', states: [{ id: 'first' }, { id: 'deep' }] }],
    };
    expect(toXState(core)).toMatchObject({ initial: 'out', meta: { notExported: ['the initial targets deep'] } });
  });
});
