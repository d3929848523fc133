import type { Ablation } from '../ablation.ts';
import { specs } from './specs.ts';

/** What of rule 9 is about the time that several processes share. */
export const clock: readonly Ablation[] = [
  {
    rule: 'rule 9',
    without: 'the one clock of all engines, and of all chats',
    edits: [
      {
        file: 'libs/service-kit/src/store-clock.ts',
        find: 'return Math.floor(this.best.zero + this.monotonic());',
        replace: 'return Math.floor(this.best.zero * 0 + Date.now());',
      },
    ],
    spec: specs.storeClock,
    fails: ['rule 9: tells the store’s time, however wrong'],
    // With it goes all that is said of the clock.
    mayFail: ['the clock of a store'],
  },
  {
    rule: 'rule 9',
    without: 'the surest look at that clock, for the latest',
    edits: [
      {
        file: 'libs/service-kit/src/store-clock.ts',
        find: 'if (wasSet || next.error <= errorByNow) this.best = next;',
        replace: 'if (wasSet || !wasSet) this.best = next;',
      },
    ],
    spec: specs.storeClock,
    fails: ['rule 9: is not led astray by looks'],
    mayFail: ['begins with the surest of several looks'],
  },
];
