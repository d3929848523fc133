import { german } from './de.ts';
import { english } from './en.ts';
import type { LanguagePack } from './pack.ts';

const NONE: ReadonlySet<string> = new Set();

const DECIMAL_COMMA = new Set(
  'bg cs da de el es et fi fr hr hu id is it lt lv nb nl nn no pl pt ro ru sk sl sr sv tr uk vi'.split(' '),
);

/** Any other language: the examples are all there is to learn from. */
const plain = (decimalComma: boolean): LanguagePack => ({
  decimalComma,
  functionWords: NONE,
  determiners: NONE,
  fillers: NONE,
  commonWords: NONE,
  families: new Map(),
  expansions: new Map(),
  nameFamilies: NONE,
  negations: NONE,
  corrections: NONE,
  wrappers: [],
  background: [],
  stem: (word) => word,
  numbers: {
    small: new Map(),
    scales: new Map(),
    joiners: NONE,
    articles: NONE,
    suffixes: new Map([['k', 1000]]),
    currencies: new Set(['eur', 'usd', 'gbp', 'chf']),
    otherUnits: NONE,
    timePrepositions: NONE,
    pronounMarks: NONE,
    pronouns: NONE,
    split: (word) => [word],
  },
});

const PLAIN_POINT = plain(false);
const PLAIN_COMMA = plain(true);

/** The pack of a BCP 47 tag's primary language. */
export function packFor(language: string): LanguagePack {
  const [primary = ''] = language.toLowerCase().split('-');
  if (primary === 'en') return english;
  if (primary === 'de') return german;
  return DECIMAL_COMMA.has(primary) ? PLAIN_COMMA : PLAIN_POINT;
}
