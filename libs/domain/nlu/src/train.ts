import { parseExample } from './annotation.ts';
import type { ParsedExample } from './annotation.ts';
import { applyCalibration, calibrate, oddsOf } from './calibration.ts';
import type { Calibration, Trial } from './calibration.ts';
import { toChoice } from './choices.ts';
import { toEntities } from './entities.ts';
import { foreignShare, readFeatures, toDictionary, toVector, toVocabulary } from './features.ts';
import type { Dictionary, Features, Item } from './features.ts';
import { packFor } from './language/languages.ts';
import type { LanguagePack } from './language/pack.ts';
import { fitLinear, predictLinear } from './linear.ts';
import type { Linear } from './linear.ts';
import { findSpans, fitSlotTagger, goldSpans, maskSpans } from './slot-tagging.ts';
import type { SlotTagger } from './slot-tagging.ts';
import { createSpeller } from './spelling.ts';
import { tokenise } from './tokens.ts';
import { FLOOR } from './types.ts';
import type { Model, SlotKind, TrainingSet, Understanding } from './types.ts';
import { readUnits } from './units.ts';
import type { Lexicon, Unit } from './units.ts';

/** A text that the classifier learns from; label -1 is "none of them". */
interface Document {
  readonly features: Features;
  readonly label: number;
  readonly weight: number;
  /** Left out of this round of cross-validation. */
  readonly fold: number;
  /** A variant of another document: learned from, never tried. */
  readonly isVariant: boolean;
}

const FOLDS = 3;
const FIT = { rounds: 18, decay: 0.0006 };
const VARIANT_WEIGHT = 0.5;
/** The background counts as much as this many intents. */
const BACKGROUND_SHARE = 3;
/** Of the background sentences, every so many-th is also used with a word of the flow in it. */
const HYBRID_EVERY = 1;
const MAX_ALTERNATIVES = 4;

/** Learns a flow's intents and slots from its annotated examples. Pure and deterministic; once per flow, never in a turn. */
export function train(set: TrainingSet): Model {
  const pack = packFor(set.language);
  const examples = set.intents.map((intent) => intent.examples.map(parseExample));
  const lexicon = toLexicon(set, examples.flat(), pack);
  const read = (text: string) => readUnits(text, lexicon);
  const background = pack.background.map(read).filter((units) => !isOnTopic(units, lexicon));
  const annotated = examples.flat().map((example) => ({ example, units: read(example.text) }));
  const slotTagger = fitSlotTagger(set.slots, annotated, background);
  const backgroundWeight = Math.min(
    1,
    (BACKGROUND_SHARE * annotated.length) / (Math.max(1, set.intents.length) * background.length * 1.5),
  );
  const documents = [
    ...examples.flatMap((list, label) =>
      list.flatMap((example, index) => toDocuments(example, index, label, slotTagger, lexicon)),
    ),
    ...[...background, ...toHybrids(pack, lexicon)].map((units, index) =>
      toBackground(units, index, backgroundWeight, slotTagger),
    ),
  ];
  const classes = set.intents.length + 1;
  const calibration = calibrate(crossValidate(documents, classes));
  const dictionary = toDictionary(documents.map((document) => document.features));
  const own = toVocabulary(ownDocuments(documents));
  const linear = fit(documents, dictionary, classes);
  const names = set.intents.map((intent) => intent.name);
  const takesBareValues = examples.some((list) =>
    list.some((example) =>
      isBare(maskSpans(read(example.text), goldSpans(slotTagger, example, read(example.text)), set.slots)),
    ),
  );
  const judge = (items: readonly Item[]) =>
    isBare(items) && !takesBareValues ? NOTHING : rank(items, { dictionary, own, linear, calibration, names });
  const used = new Set(
    set.intents.flatMap(({ name }, label) =>
      (examples[label] ?? []).flatMap(({ spans }) => spans.map(({ slot }) => `${name} ${slot}`)),
    ),
  );
  const fitsIntent = (slot: string, intent: string) => isRecognised(set.slots[slot]) || used.has(`${intent} ${slot}`);
  return {
    language: set.language,
    understand(text) {
      const units = read(text);
      const found = findSpans(slotTagger, units);
      const first = judge(maskSpans(units, found, set.slots));
      const spans = found.filter((span) => first.intent === null || fitsIntent(span.slot, first.intent));
      const judgement = spans.length === found.length ? first : judge(maskSpans(units, spans, set.slots));
      return { ...judgement, entities: toEntities(text, units, spans, set.slots, pack) };
    },
  };
}

/** Numbers and allowed values are what they are in any sentence; free text is a value only where examples have it. */
const isRecognised = (slot: SlotKind | undefined): boolean => slot?.type === 'number' || slot?.values !== undefined;

type Judgement = Omit<Understanding, 'entities'>;

const NOTHING: Judgement = { intent: null, confidence: 0, alternatives: [] };

interface Classifier {
  readonly dictionary: Dictionary;
  readonly own: ReadonlySet<string>;
  readonly linear: Linear;
  readonly calibration: Calibration;
  readonly names: readonly string[];
}

function rank(items: readonly Item[], { dictionary, own, linear, calibration, names }: Classifier): Judgement {
  const features = readFeatures(items);
  const shares = predictLinear(linear, toVector(features, dictionary));
  const foreign = foreignShare(features, own);
  const ranked = names
    .map((intent, label) => ({
      intent,
      confidence: round(applyCalibration(calibration, oddsOf(shares[label] ?? 0), foreign)),
    }))
    .sort((a, b) => b.confidence - a.confidence);
  const [top, ...others] = ranked;
  if (top === undefined || top.confidence < FLOOR)
    return { ...NOTHING, alternatives: ranked.slice(0, MAX_ALTERNATIVES) };
  return { ...top, alternatives: others.slice(0, MAX_ALTERNATIVES) };
}

const round = (confidence: number): number => Math.round(confidence * 1e4) / 1e4;

/** Nothing but values and fillers: "200", "monday please". Which intent that is, the open question knows. */
function isBare(items: readonly Item[]): boolean {
  const said = items.filter((item) => item.kind === 'value' || item.unit.kind !== 'mark');
  const isFiller = (item: Item) => item.kind === 'unit' && item.unit.kind === 'filler';
  const isValue = (item: Item) => item.kind === 'value' || item.unit.kind === 'number';
  return said.every((item) => isValue(item) || isFiller(item)) && (said.length === 0 || said.some(isValue));
}

function toLexicon(set: TrainingSet, examples: readonly ParsedExample[], pack: LanguagePack): Lexicon {
  const inside = new Set<string>();
  const outside = new Set<string>();
  for (const { text, spans } of examples) {
    for (const token of tokenise(text, pack)) {
      if (token.kind !== 'word') continue;
      const isInside = spans.some((span) => span.start < token.end && token.start < span.end);
      (isInside ? inside : outside).add(token.word);
    }
  }
  const topics = new Set([...outside].filter((word) => !inside.has(word)).map(pack.stem));
  const topical = new Set([...outside].filter((word) => !pack.functionWords.has(word)));
  const topicWords = [...topical].filter((word) => !inside.has(word) && !pack.fillers.has(word) && word !== '0');
  const drawable = new Set([...topical, ...pack.families.keys()]);
  const known = new Set([...drawable, ...pack.functionWords, ...pack.fillers]);
  const choices = Object.entries(set.slots).flatMap(([slot, kind]) =>
    kind.type === 'text' && kind.values !== undefined
      ? [toChoice(slot, kind.values, (value) => tokenise(value, pack))]
      : [],
  );
  const everyday = new Set(
    pack.background.flatMap((text) => tokenise(text, pack).map((token) => pack.stem(token.word))),
  );
  return { pack, speller: createSpeller(known, drawable), choices, topics, topicWords, everyday };
}

/** A background sentence that shares most of its topic with the flow says nothing about what the flow is not about. */
function isOnTopic(units: readonly Unit[], lexicon: Lexicon): boolean {
  const content = units.filter((unit) => unit.kind === 'content');
  const shared = content.filter((unit) => lexicon.topics.has(unit.stem));
  return shared.length > 0 && shared.length * 2 >= content.length;
}

function toDocuments(
  example: ParsedExample,
  index: number,
  label: number,
  slotTagger: SlotTagger,
  lexicon: Lexicon,
): readonly Document[] {
  const items = (parsed: ParsedExample) => {
    const units = readUnits(parsed.text, lexicon);
    return maskSpans(units, goldSpans(slotTagger, parsed, units), slotTagger.slots);
  };
  const document = { features: readFeatures(items(example)), label, weight: 1, fold: index % FOLDS, isVariant: false };
  const { wrappers } = lexicon.pack;
  const wrapper = wrappers[index % Math.max(1, wrappers.length)];
  if (wrapper === undefined) return [document];
  const shift = wrapper.indexOf('*');
  const wrapped = {
    text: wrapper.replace('*', () => example.text),
    spans: example.spans.map((span) => ({ ...span, start: span.start + shift, end: span.end + shift })),
  };
  return [document, { ...document, features: readFeatures(items(wrapped)), weight: VARIANT_WEIGHT, isVariant: true }];
}

function toBackground(units: readonly Unit[], index: number, weight: number, slotTagger: SlotTagger): Document {
  const features = readFeatures(maskSpans(units, findSpans(slotTagger, units), slotTagger.slots));
  return { features, label: -1, weight, fold: index % FOLDS, isVariant: false };
}

/** Everyday sentences with one word of the flow's in them: a single familiar word among foreign ones is no request. */
function toHybrids(pack: LanguagePack, lexicon: Lexicon): readonly (readonly Unit[])[] {
  const own = [...lexicon.topicWords];
  return pack.background.flatMap((text, index) => {
    const units = readUnits(text, lexicon);
    const content = units.filter((unit) => unit.kind === 'content');
    const replaced = content[index % Math.max(1, content.length)];
    const word = own[index % Math.max(1, own.length)];
    if (
      index % HYBRID_EVERY !== 0 ||
      content.length < 2 ||
      replaced === undefined ||
      word === undefined ||
      isOnTopic(units, lexicon)
    )
      return [];
    return [readUnits(text.slice(0, replaced.start) + word + text.slice(replaced.end), lexicon)];
  });
}

function fit(documents: readonly Document[], dictionary: Dictionary, classes: number): Linear {
  const vectors = documents.map(({ features, label, weight }) => ({
    vector: toVector(features, dictionary),
    label,
    weight,
  }));
  return fitLinear(vectors, { ...FIT, features: dictionary.size, classes });
}

/** Tries every document with a classifier that has not seen it. */
function crossValidate(documents: readonly Document[], classes: number): readonly Trial[] {
  const trials: Trial[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const seen = documents.filter((document) => document.fold !== fold);
    const dictionary = toDictionary(seen.map((document) => document.features));
    const own = toVocabulary(ownDocuments(seen));
    const linear = fit(seen, dictionary, classes);
    for (const { features, label, weight, isVariant, fold: ownFold } of documents) {
      if (ownFold !== fold || isVariant) continue;
      const shares = predictLinear(linear, toVector(features, dictionary)).slice(0, -1);
      const top = shares.indexOf(shares.reduce((a, b) => Math.max(a, b), 0));
      trials.push({
        odds: oddsOf(shares[top] ?? 0),
        foreign: foreignShare(features, own),
        isRight: top === label,
        weight,
      });
    }
  }
  return trials;
}

const ownDocuments = (documents: readonly Document[]): readonly Features[] =>
  documents.filter((document) => document.label >= 0).map((document) => document.features);
