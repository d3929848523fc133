import { parseExample } from './annotation.ts';
import type { ParsedExample } from './annotation.ts';
import { fitClassifier } from './classifier.ts';
import { buildCorpus } from './corpus.ts';
import { toEntities } from './entities.ts';
import { growDictionary, readFeatures } from './features.ts';
import type { Item } from './features.ts';
import { packFor } from './language/languages.ts';
import { isOnTopic, toLexicon } from './lexicon.ts';
import { findSpans, fitSlotTagger, goldSpans, maskSpans } from './slot-tagging.ts';
import { FLOOR } from './types.ts';
import type { Model, SlotKind, TrainingSet, Understanding } from './types.ts';
import { readUnits } from './units.ts';

const MAX_ALTERNATIVES = 4;

/** In a text of no intent a value of free text must stand out as much as half of the annotated ones do. */
const PROMINENT = 0.5;

/** Learns a flow's intents and slots from its annotated examples. Pure and deterministic; once per flow, never in a turn. */
export function train(set: TrainingSet): Model {
  const { language, slots } = set;
  const names = set.intents.map((intent) => intent.name);
  const examples = set.intents.map((intent) => intent.examples.map(parseExample));
  const lexicon = toLexicon(set, examples.flat(), packFor(language));
  const read = (text: string) => readUnits(text, lexicon);

  const background = lexicon.pack.background.map(read).filter((units) => !isOnTopic(units, lexicon));
  const annotated = examples.flat().map((example) => ({ example, units: read(example.text) }));
  const slotTagger = fitSlotTagger(slots, annotated, background);

  const { numberOf, size, freeze } = growDictionary();
  const documents = buildCorpus(examples, background, { lexicon, slotTagger, dictionary: numberOf });
  const classify = fitClassifier(documents, { intents: names.length, features: size() });
  const dictionary = freeze();

  const takesBareValues = annotated.some(({ example, units }) =>
    isBare(maskSpans(units, goldSpans(slotTagger, example, units), slots)),
  );
  const judge = (items: readonly Item[]): Judgement =>
    isBare(items) && !takesBareValues ? NOTHING : rank(names, classify(readFeatures(items, dictionary)));
  const usesSlot = slotUse(names, examples);

  return {
    language,
    understand(text) {
      const units = read(text);
      const found = findSpans(slotTagger, units);
      const first = judge(maskSpans(units, found, slots));
      const spans = found.filter(
        ({ slot, prominence }) =>
          isRecognised(slots[slot]) || (first.intent === null ? prominence >= PROMINENT : usesSlot(first.intent, slot)),
      );
      const judgement = spans.length === found.length ? first : judge(maskSpans(units, spans, slots));
      const { intent, confidence, alternatives } = judgement;
      const entities = toEntities(text, units, spans, slots, lexicon.pack);
      return { intent, confidence, alternatives, entities };
    },
  };
}

type Judgement = Omit<Understanding, 'entities'>;

const NOTHING: Judgement = { intent: null, confidence: 0, alternatives: [] };

function rank(names: readonly string[], confidences: readonly number[]): Judgement {
  const ranked = names
    .map((intent, position) => ({ intent, confidence: Math.round((confidences[position] ?? 0) * 1e4) / 1e4 }))
    .sort((a, b) => b.confidence - a.confidence);
  const [top, ...others] = ranked;
  const isNamed = top !== undefined && top.confidence >= FLOOR;
  return isNamed
    ? { intent: top.intent, confidence: top.confidence, alternatives: others.slice(0, MAX_ALTERNATIVES) }
    : { ...NOTHING, alternatives: ranked.slice(0, MAX_ALTERNATIVES) };
}

/** Nothing but values and fillers: "200", "monday please". Which intent that is, the open question knows. */
function isBare(items: readonly Item[]): boolean {
  const said = items.filter((item) => item.kind === 'value' || item.unit.kind !== 'mark');
  const isFiller = (item: Item) => item.kind === 'unit' && item.unit.kind === 'filler';
  const isValue = (item: Item) => item.kind === 'value' || item.unit.kind === 'number';
  return said.every((item) => isValue(item) || isFiller(item)) && (said.length === 0 || said.some(isValue));
}

/** Numbers and allowed values are what they are in any sentence; free text is a value only where examples have it. */
const isRecognised = (slot: SlotKind | undefined): boolean => slot?.type === 'number' || slot?.values !== undefined;

function slotUse(
  names: readonly string[],
  examples: readonly (readonly ParsedExample[])[],
): (intent: string, slot: string) => boolean {
  const used = new Set(
    names.flatMap((name, label) =>
      (examples[label] ?? []).flatMap(({ spans }) => spans.map(({ slot }) => `${name} ${slot}`)),
    ),
  );
  return (intent, slot) => used.has(`${intent} ${slot}`);
}
