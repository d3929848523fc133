import type { ParsedExample } from './annotation.ts';
import { readFeatures } from './features.ts';
import type { Dictionary, Features } from './features.ts';
import { isOnTopic } from './lexicon.ts';
import { findSpans, goldSpans, maskSpans } from './slot-tagging.ts';
import type { SlotTagger } from './slot-tagging.ts';
import { readUnits } from './units.ts';
import type { Lexicon, Unit } from './units.ts';

/** A text that the classifier learns from. */
export interface Document {
  readonly features: Features;
  /** Position of its intent, or NO_INTENT. */
  readonly label: number;
  readonly weight: number;
  /** Left out of this round of cross-validation. */
  readonly fold: number;
  /** A variant of another document: learned from, never tried. */
  readonly isVariant: boolean;
}

export const NO_INTENT = -1;
export const FOLDS = 3;

const VARIANT_WEIGHT = 0.5;
/** The sentences about something else count as much as this many intents. */
const BACKGROUND_SHARE = 7;

interface CorpusTools {
  readonly lexicon: Lexicon;
  readonly slotTagger: SlotTagger;
  readonly dictionary: Dictionary;
}

/** The examples by intent, each also wrapped in politeness, and sentences about something else. */
export function buildCorpus(
  examples: readonly (readonly ParsedExample[])[],
  background: readonly (readonly Unit[])[],
  tools: CorpusTools,
): readonly Document[] {
  const own = examples.flatMap((list, label) =>
    list.flatMap((example, index) => toDocuments(example, index, label, tools)),
  );
  const others = [...background, ...toHybrids(tools.lexicon), ...toScraps(examples.flat(), tools.lexicon)];
  const share = (BACKGROUND_SHARE * examples.flat().length) / Math.max(1, examples.length * others.length);
  const weight = Math.min(1, share);
  return [...own, ...others.map((units, index) => toBackground(units, index, weight, tools))];
}

function toDocuments(example: ParsedExample, index: number, label: number, tools: CorpusTools): readonly Document[] {
  const { lexicon, slotTagger, dictionary } = tools;
  const read = (parsed: ParsedExample) => {
    const units = readUnits(parsed.text, lexicon);
    return readFeatures(maskSpans(units, goldSpans(slotTagger, parsed, units), slotTagger.slots), dictionary);
  };
  const document = { features: read(example), label, weight: 1, fold: index % FOLDS, isVariant: false };
  const { wrappers } = lexicon.pack;
  const wrapper = wrappers[index % Math.max(1, wrappers.length)];
  if (wrapper === undefined) return [document];
  return [document, { ...document, features: read(wrap(example, wrapper)), weight: VARIANT_WEIGHT, isVariant: true }];
}

function wrap(example: ParsedExample, wrapper: string): ParsedExample {
  const shift = wrapper.indexOf('*');
  return {
    text: wrapper.replace('*', () => example.text),
    spans: example.spans.map((span) => ({ ...span, start: span.start + shift, end: span.end + shift })),
  };
}

function toBackground(units: readonly Unit[], index: number, weight: number, tools: CorpusTools): Document {
  const items = maskSpans(units, findSpans(tools.slotTagger, units), tools.slotTagger.slots);
  return {
    features: readFeatures(items, tools.dictionary),
    label: NO_INTENT,
    weight,
    fold: index % FOLDS,
    isVariant: false,
  };
}

/** Everyday sentences with one word of the flow's in them: a single familiar word among foreign ones is no request. */
function toHybrids(lexicon: Lexicon): readonly (readonly Unit[])[] {
  const own = lexicon.topicWords;
  return lexicon.pack.background.flatMap((text, index) => {
    const units = readUnits(text, lexicon);
    const content = units.filter((unit) => unit.kind === 'content');
    const replaced = content[index % Math.max(1, content.length)];
    const word = own[index % Math.max(1, own.length)];
    if (content.length < 2 || replaced === undefined || word === undefined || isOnTopic(units, lexicon)) return [];
    return [readUnits(text.slice(0, replaced.start) + word + text.slice(replaced.end), lexicon)];
  });
}

/** Single words that ask for nothing ("well", "today", "me"), unless the flow has one as an example. */
function toScraps(examples: readonly ParsedExample[], lexicon: Lexicon): readonly (readonly Unit[])[] {
  const { fillers, functionWords, families } = lexicon.pack;
  const whole = new Set(examples.map(({ text }) => text.toLowerCase()));
  const scraps = [...fillers, ...functionWords].filter((word) => !families.has(word) && !whole.has(word));
  return scraps.map((word) => readUnits(word, lexicon));
}
