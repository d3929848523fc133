import type { ValueMap } from '@parley/expression';
import { scripted } from '@parley/nlu';
import type { Understanding } from '@parley/nlu';
import { checkFlow } from '../check-flow.ts';
import type { Flow } from '../flow.ts';
import type { FlowModel } from '../model.ts';
import { runTranscript } from '../transcript/run-transcript.ts';
import type { Seen, TranscriptStep } from '../transcript/transcript.ts';

const INTENTS = ['order', 'help', 'yes', 'no', 'stop'];

/** A flow from its states alone; every intent exists. */
export function flowOf(states: unknown, initial: string, more: ValueMap = {}): Flow {
  const checked = checkFlow(
    JSON.stringify({
      schema: 'flow/1',
      id: 'test',
      languages: ['en'],
      slots: { size: { type: 'number', min: 1, max: 9 }, name: { type: 'text', maxLength: 10 } },
      vars: { open: { type: 'boolean', default: true } },
      intents: Object.fromEntries(INTENTS.map((intent) => [intent, { examples: { en: [intent] } }])),
      ...more,
      initial,
      states,
    }),
  );
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems, null, 1));
  return checked.flow;
}

/** `order: 5 cakes` is understood as `order`, digits as `size`; without a colon nothing is understood. */
const model: FlowModel = { understand: (text) => scripted({ [text]: understood(text) }).understand(text) };

function understood(text: string): Understanding {
  const intent = /^(\w+):/.exec(text)?.[1] ?? (INTENTS.includes(text) ? text : null);
  const entities = [...text.matchAll(/\d+|@(\w+)/g)].map((match) => ({
    name: match[1] === undefined ? 'size' : 'name',
    value: match[1] ?? Number(match[0]),
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
  return { intent, confidence: intent === null ? 0 : 0.9, entities, alternatives: [] };
}

export function play(flow: Flow, ...steps: readonly (string | TranscriptStep)[]): readonly Seen[] {
  const all: TranscriptStep[] = steps.map((each) => (typeof each === 'string' ? { say: each } : each));
  return runTranscript(flow, model, { title: '', flow: '', steps: [{ open: true }, ...all] }).seen.slice(1);
}

export const texts = (seen: readonly Seen[]): readonly (readonly string[])[] => seen.map((each) => each.texts);
export const say = (text: string): ValueMap => ({ say: { en: text } });
export const end = { type: 'end' };
