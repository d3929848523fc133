import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chance } from './chance.ts';
import { compare } from './compare.ts';
import { fuzz, reduced, storyOf } from './fuzz.ts';
import type { Interpreter, Player } from './interpreter.ts';
import { allStates } from './plan.ts';
import { RULES } from './rules.ts';
import { appendixD } from './appendix-d.ts';
import { kernel } from './to-core.ts';
import { scion } from './to-scion.ts';

const numbers = Array.from({ length: 500 }, (_, number) => number);

/** The kernel with one fault: it forgets the last line of what it logs when a state is left by `e3`. */
const forgetful: Interpreter = {
  name: 'forgetful',
  start(plan) {
    const player = kernel.start(plan);
    let last = '';
    return {
      get configuration() {
        return player.configuration;
      },
      get isDone() {
        return player.isDone;
      },
      takeLog: () => (last === 'e3' ? player.takeLog().slice(0, -1) : player.takeLog()),
      send(event) {
        last = event;
        player.send(event);
      },
    };
  },
};

describe('500 random machines, 12 events each', () => {
  const result = fuzz(numbers, { seed: 20_26, events: 12 });

  it('are in the kernel what they are in Appendix D, XState and SCION, state by state and line by line [E048]', () => {
    expect(result.findings.map(({ oracle, number }) => `${oracle} differs in machine ${number}`)).toEqual([]);
  });

  it('are compared to the end with Appendix D, without one exception', () => {
    const { machines, equal, excused } = result.tallies['appendix-d'] ?? { machines: 0, equal: 0, excused: {} };
    expect({ machines, equal, excused }).toEqual({ machines: 500, equal: 500, excused: {} });
  });

  it('are compared to the end with XState and with SCION in most cases', () => {
    for (const oracle of ['xstate', 'scion']) {
      const { equal = 0, steps = 0 } = result.tallies[oracle] ?? {};
      expect(equal).toBeGreaterThan(200);
      expect(steps).toBeGreaterThan(2_500);
    }
  });

  it('hold every kind of state, history aimed at from everywhere, and come to rest', () => {
    const kinds = new Set(
      numbers.flatMap((number) => allStates(storyOf(20_26, number, 0).plan.states).map(({ kind }) => kind)),
    );
    expect([...kinds].sort()).toEqual(['atomic', 'compound', 'deep', 'final', 'parallel', 'shallow']);
  });
});

describe('the fuzz', () => {
  it('finds a fault, and brings it down to a few states', () => {
    const [finding] = fuzz(numbers.slice(0, 30), { seed: 1, events: 12, subject: forgetful }).findings;
    if (finding === undefined) throw new Error('Nothing was found.');
    const least = reduced(finding, forgetful);
    expect(least.difference.events.at(-1)).toBe('e3');
    expect(allStates(least.plan.states).length).toBeLessThanOrEqual(3);
  });

  it('finds where SCION leaves Appendix D, when no rule excuses it', () => {
    const { findings } = fuzz(numbers.slice(0, 60), { seed: 1, events: 12, subject: scion, mostFindings: 60 });
    expect(findings.some(({ oracle }) => oracle === 'appendix-d')).toBe(true);
  });

  it('makes the same machine of the same seed and number', () => {
    expect(storyOf(7, 3, 12)).toEqual(storyOf(7, 3, 12));
    expect(storyOf(7, 3, 12)).not.toEqual(storyOf(7, 4, 12));
  });

  it('gives a rule no say before what it tells of has happened', () => {
    const { plan, events } = storyOf(1, 0, 12);
    const lost: Player = { configuration: ['nowhere'], isDone: false, takeLog: () => [], send: () => undefined };
    const silent: Interpreter = { name: 'xstate', start: () => lost };
    const isAtOnce = compare(kernel, silent, { initial: null, states: [{ ...BARE, id: 'a' }] }, []);
    expect(isAtOnce.difference).not.toBeNull();
    expect(compare(kernel, appendixD, plan, events).difference).toBeNull();
  });
});

describe('the rules', () => {
  it('stand on the page about the oracles, word by word', () => {
    const page = readFileSync(join(import.meta.dirname, '../../apps/docs/reference/oracles.md'), 'utf8').replaceAll(
      '_',
      '*',
    );
    for (const { name, reason, w3c } of Object.values(RULES).flat()) {
      const row = page.split('\n').find((line) => line.includes(`\`${name}\``)) ?? '';
      expect(row).toContain(reason);
      expect(row).toContain(w3c);
    }
  });

  it('each have a name of their own, a paragraph and a reason', () => {
    const rules = Object.values(RULES).flat();
    for (const { w3c, reason, excludes, saw, rests } of rules) {
      expect(w3c).toMatch(/^\d/u);
      expect(reason.length).toBeGreaterThan(30);
      expect(excludes ?? saw ?? rests).toBeDefined();
    }
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length - 1);
  });
});

describe('chance', () => {
  it('spreads evenly enough', () => {
    const chance = new Chance(1);
    const counts = new Map<number, number>();
    for (let index = 0; index < 4_000; index++) {
      const drawn = chance.below(4);
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3]);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});

const BARE = { kind: 'atomic', children: [], initial: null, entry: [], exit: [], transitions: [] } as const;
