import type { Ablation } from '../ablation.ts';
import { specs } from './specs.ts';

const turn = 'libs/domain/conversation/src/turn.ts';

/** Rules 7, 8, 19 and 25 where a model outside understands. */
export const understanding: readonly Ablation[] = [
  {
    rule: 'rule 7',
    without: 'the look whether a result is the answer that a message waits for',
    edits: [
      {
        file: turn,
        find: "  body.kind === 'result' && body.operation === thinking?.operation;\n",
        replace: "  body.kind === 'result' && thinking !== undefined;\n",
      },
    ],
    spec: specs.thinking,
    fails: [
      "rule 7: results of the flow's own operations are taken, and not for the answer of the model",
      'rule 7: has one answer: a second one is late',
      'rule 10: the end of the episode takes nothing away',
      'an opened widget of an ended episode begins nothing',
      'rule 25: a handoff ends the thought',
    ],
  },
  {
    rule: 'rule 8',
    without: 'the line behind a message that a model thinks about',
    edits: [
      {
        file: turn,
        find: 'if (before.thinking === undefined && !isAsked(run, rules, one)) return null;',
        replace: 'if (!isAsked(run, rules, one)) return null;',
      },
    ],
    spec: specs.thinking,
    fails: [
      'rule 8: waits though it needs no model itself',
      'rule 10: the end of the episode takes nothing away',
      'an opened widget of an ended episode begins nothing',
    ],
  },
  {
    rule: 'rule 8',
    without: 'the bound of that line',
    edits: [
      {
        file: 'libs/domain/conversation/src/thinking.ts',
        find: 'if (longer.length > DEFAULT_LIMITS.deferredEvents) return null;',
        replace: 'if (longer.length > DEFAULT_LIMITS.deferredEvents * 1_000) return null;',
      },
    ],
    spec: specs.thinking,
    fails: ['rule 8: is refused, with a reply, when as much waits as may'],
  },
  {
    rule: 'rule 19',
    without: 'the giving up of what waits for an answer that cannot be taken',
    edits: [
      {
        file: turn,
        find: 'if (isAnswer(before, stimulus)) return {',
        replace: "if (isAnswer(before, stimulus) && why.code === '') return {",
      },
    ],
    spec: specs.thinkingJournal,
    fails: [
      'rule 19: of the answer itself gives up what waits for it',
      'rule 20: an answer whose entry would be too large',
    ],
  },
  {
    rule: 'rule 25',
    without: 'the end of the thought at a handoff',
    edits: [
      {
        file: turn,
        find: 'return thinking !== null && isMuted ?',
        replace: 'return thinking !== null && isMuted && run.episode < 0 ?',
      },
    ],
    spec: specs.thinking,
    fails: ['rule 25: a handoff ends the thought'],
  },
];
