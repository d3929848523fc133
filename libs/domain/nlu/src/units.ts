import { matchChoice } from './choices.ts';
import type { Choice, ChoiceMatch } from './choices.ts';
import type { LanguagePack } from './language/pack.ts';
import type { Speller } from './spelling.ts';
import { tokenise } from './tokens.ts';
import type { Token } from './tokens.ts';

/** A token, or several that make one allowed value, with what the language and the flow know about it. */
export interface Unit {
  readonly kind: 'function' | 'filler' | 'content' | 'number' | 'choice' | 'mark' | 'symbol';
  /** As spelt right, where a known word was recognised; lower case. */
  readonly word: string;
  readonly stem: string;
  readonly family: string | null;
  /** Whether the flow's examples or the language pack know the word. */
  readonly isKnown: boolean;
  /** May belong to a name: seen by its place only, not by itself. */
  readonly isOutline: boolean;
  readonly isCapitalised: boolean;
  readonly token: Token;
  readonly start: number;
  readonly end: number;
  readonly choices: readonly ChoiceMatch[];
}

/** The words that a trained model knows. */
export interface Lexicon {
  readonly pack: LanguagePack;
  readonly speller: Speller;
  readonly choices: readonly Choice[];
  /** Stems of words that stand outside of every slot in the flow's examples. */
  readonly topics: ReadonlySet<string>;
}

/** Cuts a text into units; bounded by MAX_CHARACTERS and MAX_WORDS. */
export function readUnits(text: string, lexicon: Lexicon): readonly Unit[] {
  const tokens = tokenise(text, lexicon.pack);
  const isWord = (word: string) => lexicon.speller.words.has(word);
  const units: Unit[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) break;
    const found = lexicon.choices.flatMap((choice) => matchChoice(choice, tokens, index, isWord) ?? []);
    const longest = Math.max(0, ...found.map((match) => match.length));
    if (longest > 0) {
      const last = tokens[index + longest - 1] ?? token;
      const choices = found.filter((match) => match.length === longest);
      units.push({ ...toUnit(token, text, lexicon), kind: 'choice', isKnown: true, end: last.end, choices });
      index += longest - 1;
    } else units.push(toUnit(token, text, lexicon));
  }
  return units;
}

function toUnit(token: Token, text: string, { pack, speller, topics }: Lexicon): Unit {
  const base = {
    token,
    start: token.start,
    end: token.end,
    choices: [],
    isCapitalised: /^\p{Lu}/u.test(text.slice(token.start, token.end)),
  };
  if (token.kind !== 'word') {
    return {
      ...base,
      kind: token.kind,
      word: token.word,
      stem: token.word,
      family: null,
      isKnown: token.kind !== 'symbol',
      isOutline: false,
    };
  }
  const correct = speller.correct(token.word);
  const word = correct ?? token.word;
  const kind = pack.functionWords.has(word) ? 'function' : pack.fillers.has(word) ? 'filler' : 'content';
  const stem = pack.stem(word);
  const family = pack.families.get(word) ?? null;
  const isTopic = topics.has(stem) || (family !== null && !pack.nameFamilies.has(family));
  return { ...base, kind, word, stem, family, isKnown: correct !== null, isOutline: kind === 'content' && !isTopic };
}
