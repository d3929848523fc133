import type { ParsedExample } from './annotation.ts';
import { toChoice } from './choices.ts';
import type { LanguagePack } from './language/pack.ts';
import { createSpeller } from './spelling.ts';
import { tokenise } from './tokens.ts';
import type { TrainingSet } from './types.ts';
import type { Lexicon, Unit } from './units.ts';

/** The words of a flow's examples and of its language, and what each may be. */
export function toLexicon(set: TrainingSet, examples: readonly ParsedExample[], pack: LanguagePack): Lexicon {
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
  const everydayWords = pack.background.flatMap((text) => tokenise(text, pack).map((token) => token.word));
  const everyday = new Set(everydayWords.map(pack.stem));
  const rightAsTheyAre = new Set([...everydayWords, ...pack.commonWords]);
  return {
    pack,
    speller: createSpeller({ known, drawable, rightAsTheyAre }),
    choices,
    topics,
    topicWords,
    everyday,
    looks: new Map(),
  };
}

/** A background sentence that shares most of its topic with the flow says nothing about what the flow is not about. */
export function isOnTopic(units: readonly Unit[], lexicon: Lexicon): boolean {
  const content = units.filter((unit) => unit.kind === 'content');
  const shared = content.filter((unit) => lexicon.topics.has(unit.stem));
  return shared.length > 0 && shared.length * 2 >= content.length;
}
