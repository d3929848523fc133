import { compile, DEFAULT_LIMITS } from '../src/index.ts';
import type { Machine, Step } from '../src/index.ts';
import { playStory, said } from './play-story.ts';
import type { Json } from './play-story.ts';
import type { Story } from './story.ts';

/**
 * The least fuel with which each step goes as it goes with plenty. What a step costs decides where a machine is stopped: with
 * other costs an old journal would not come to the same snapshots.
 */
export function costsOfStory(story: Story): Json {
  const played = playStory(story, { identity: IDENTITY }, false) ?? [];
  const machines = new Map<number, Machine>();
  const machineFor = (fuel: number): Machine => {
    const machine = machines.get(fuel) ?? machineWith(story, fuel);
    machines.set(fuel, machine);
    return machine;
  };
  const costs = played.map((one) => {
    const usual = JSON.stringify(outcomeOf(one.step));
    const suffices = (fuel: number): boolean => JSON.stringify(outcomeOf(one.again(machineFor(fuel)))) === usual;
    let enough = 1;
    while (!suffices(enough)) enough *= 2;
    let tooLittle = enough >> 1;
    while (enough - tooLittle > 1) {
      const middle = (enough + tooLittle) >> 1;
      if (suffices(middle)) enough = middle;
      else tooLittle = middle;
    }
    return enough;
  });
  return costs.join(' ');
}

const IDENTITY = 'golden';

/** A story that lowers its fuel itself is none for this. */
export function hasPlenty({ machine }: Story): boolean {
  return machine.limits?.fuel === undefined;
}

function outcomeOf(done: Step): Json {
  const { trace: _trace, ...rest } = said(done);
  return rest;
}

function machineWith(story: Story, fuel: number): Machine {
  const limits = { ...DEFAULT_LIMITS, ...story.options?.limits, fuel };
  const compiled = compile(story.machine, { ...story.options, identity: IDENTITY, limits });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.machine;
}
