import { readFileSync } from 'node:fs';
import type { SlotKind, TrainingSet } from '../types.ts';

export interface HeldOut {
  readonly flow: string;
  readonly language: string;
  readonly sentences: readonly HeldOutSentence[];
  readonly offTopic: readonly string[];
}

export interface HeldOutSentence {
  readonly text: string;
  readonly intent: string;
  readonly entities: Readonly<Record<string, number | string>>;
}

interface FlowText {
  readonly slots: Readonly<Record<string, AuthoredSlot>>;
  readonly intents: Readonly<Record<string, { readonly examples: Readonly<Record<string, readonly string[]>> }>>;
}

type AuthoredSlot = SlotKind & { readonly labels?: Readonly<Record<string, Readonly<Record<string, string>>>> };

const FOLDER = 'apps/docs/examples';

/** What a shipped example flow trains its model with, in one language. */
export function readTrainingSet(flow: string, language = 'en'): TrainingSet {
  const text = JSON.parse(readFileSync(`${FOLDER}/${flow}.flow.json`, 'utf8')) as FlowText;
  return {
    language,
    slots: Object.fromEntries(Object.entries(text.slots).map(([name, slot]) => [name, inLanguage(slot, language)])),
    intents: Object.entries(text.intents).map(([name, { examples }]) => ({ name, examples: examples[language] ?? [] })),
  };
}

export function readHeldOut(flow: string): HeldOut {
  return JSON.parse(readFileSync(`${FOLDER}/held-out/${flow}.held-out.json`, 'utf8')) as HeldOut;
}

function inLanguage(slot: AuthoredSlot, language: string): SlotKind {
  if (slot.type !== 'text' || slot.values === undefined) return slot;
  return { ...slot, values: slot.values.map((value) => slot.labels?.[value]?.[language] ?? value) };
}
