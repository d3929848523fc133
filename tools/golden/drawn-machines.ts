import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoreMachine } from '@parley/statechart';
import type { Stories, Story } from '@parley/statechart/golden';
import { BANK_INPUTS, bankCore } from '../bench/kernel/bank.ts';
import { root } from '../fitness/sources.ts';
import { appendixD } from '../oracle/appendix-d.ts';
import { compare } from '../oracle/compare.ts';
import { storyOf } from '../oracle/fuzz.ts';
import { kernel, toCore } from '../oracle/to-core.ts';

const SEED = 20_261_121;
const COUNT = 200;
const MOST_CHARACTERS = 1_600;
const EVENTS = 8;

/** Small machines of the fuzz generator on which the kernel and W3C's own algorithm (Appendix D) agree wholly. */
export function randomStories(): Stories {
  const stories: Record<string, Story> = {};
  for (let number = 0; Object.keys(stories).length < COUNT; number++) {
    const { plan, events } = storyOf(SEED, number, EVENTS);
    const machine = toCore(plan);
    if (JSON.stringify(machine).length > MOST_CHARACTERS) continue;
    const { difference, excused } = compare(kernel, appendixD, plan, events);
    if (difference === null && excused === null) stories[String(number)] = { machine, inputs: events };
  }
  return stories;
}

/** The bank's flow as it is desugared today, and the devices of the documentation. */
export function exampleStories(): Stories {
  return {
    bank: {
      machine: bankCore(root),
      inputs: BANK_INPUTS.map((input) =>
        input.kind === 'result' ? { answer: 0, outcome: 'done', value: input.value } : input,
      ),
    },
    'smart door': {
      machine: device('smart-door'),
      inputs: [
        ['open_command', { user_id: 'ann' }],
        ['unlock', { code: '1' }],
        ['unlock', { code: '4711' }],
        ['open_command', { user_id: 'ann' }],
        { wait: 29_000 },
        'door.obstructed',
        { wait: 29_999 },
        { wait: 1 },
        'door.forced',
        { wait: 5_000 },
        ['unlock', { code: '4711' }],
      ],
      data: { config: { door_id: 'D', security_level: 'high', code: '4711' } },
    },
    'security system': {
      machine: device('security-system'),
      inputs: [
        ['arm', { code: '1' }],
        ['arm', { code: '0000' }],
        { wait: 30_000 },
        'front.opened',
        { wait: 20_000 },
        { wait: 180_000 },
        ['disarm', { code: '1' }],
        ['disarm', { code: '0000' }],
      ],
    },
    timer: {
      machine: device('timer'),
      inputs: [
        ['timer.start', { ms: 3000 }],
        { wait: 1_000 },
        'timer.pause',
        { wait: 5_000 },
        'timer.resume',
        { wait: 1_999 },
        { wait: 1 },
        'timer.start',
        'timer.stop',
      ],
    },
  };
}

function device(name: string): CoreMachine {
  return JSON.parse(readFileSync(join(root, `apps/docs/examples/devices/${name}.machine.json`), 'utf8')) as CoreMachine;
}
