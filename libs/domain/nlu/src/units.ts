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
  /** Whether it may belong to a slot's words and so is seen by its outline, not by itself; null: it is seen by itself. */
  readonly outline: Outline | null;
  readonly isCapitalised: boolean;
  /** Says nothing about where a value stands: "to the landlord" is like "to Ann". */
  readonly isDeterminer: boolean;
  readonly token: Token;
  readonly start: number;
  readonly end: number;
  readonly choices: readonly ChoiceMatch[];
}

/** A word never seen (so maybe a name), a word that stands for a person, a word of everyday language. */
export type Outline = 'unseen' | 'person' | 'everyday';

/** The words that a trained model knows. */
export interface Lexicon {
  readonly pack: LanguagePack;
  readonly speller: Speller;
  readonly choices: readonly Choice[];
  /** Stems of words that stand outside of every slot in the flow's examples. */
  readonly topics: ReadonlySet<string>;
  /** The words behind the topics, in the order of the examples. */
  readonly topicWords: readonly string[];
  /** Stems of the background sentences. */
  readonly everyday: ReadonlySet<string>;
  /** Memory of `lookOf`. */
  readonly looks: Map<string, Look>;
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
      units.push({ ...toUnit(token, text, lexicon), kind: 'choice', end: last.end, choices });
      index += longest - 1;
    } else units.push(toUnit(token, text, lexicon));
  }
  return units;
}

/** What is known of a word wherever it stands. */
type Look = Pick<Unit, 'kind' | 'word' | 'stem' | 'family' | 'outline'>;

function toUnit(token: Token, text: string, lexicon: Lexicon): Unit {
  const look = token.kind === 'word' ? lookOf(token.word, lexicon) : signOf(token.kind, token.word);
  return {
    kind: look.kind,
    word: look.word,
    stem: look.stem,
    family: look.family,
    outline: look.outline,
    isCapitalised: isCapital(text[token.start] ?? ''),
    isDeterminer: token.kind === 'word' && lexicon.pack.determiners.has(look.word),
    token,
    start: token.start,
    end: token.end,
    choices: [],
  };
}

const signOf = (kind: 'number' | 'mark' | 'symbol', word: string): Look => ({
  kind,
  word,
  stem: word,
  family: null,
  outline: null,
});

/** Known words are looked up once: the memory is as large as the vocabulary, whatever people write. */
function lookOf(said: string, lexicon: Lexicon): Look {
  const seen = lexicon.looks.get(said);
  if (seen !== undefined) return seen;
  const { pack, speller } = lexicon;
  const word = speller.correct(said) ?? said;
  const kind = pack.functionWords.has(word) ? 'function' : pack.fillers.has(word) ? 'filler' : 'content';
  const stem = pack.stem(word);
  const family = pack.families.get(word) ?? null;
  const outline = kind === 'content' ? outlineFor(word, stem, family, lexicon) : null;
  const look = { kind, word, stem, family, outline } as const;
  if (speller.words.has(said)) lexicon.looks.set(said, look);
  return look;
}

function outlineFor(
  word: string,
  stem: string,
  family: string | null,
  { pack, topics, everyday }: Lexicon,
): Outline | null {
  if (topics.has(stem) || pack.commonWords.has(word)) return null;
  if (family !== null) return pack.nameFamilies.has(family) ? 'person' : null;
  return everyday.has(stem) ? 'everyday' : 'unseen';
}

const isCapital = (letter: string): boolean => letter !== letter.toLowerCase();
