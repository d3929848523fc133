/** What the product knows of a language before it has read any flow. All words in lower case, without apostrophes. */
export interface LanguagePack {
  /** "1.000,50" rather than "1,000.50". */
  readonly decimalComma: boolean;
  /** Words that carry grammar rather than a topic. */
  readonly functionWords: ReadonlySet<string>;
  /** Dropped from the front of a slot's words. */
  readonly determiners: ReadonlySet<string>;
  /** Say how, not what: "please", "today". They never belong to a slot's words and are never unknown. */
  readonly fillers: ReadonlySet<string>;
  /** Verbs and adjectives of every day, in the forms people write: no names. */
  readonly commonWords: ReadonlySet<string>;
  /** Words of one meaning: word → family. */
  readonly families: ReadonlyMap<string, string>;
  /** Contracted and texted forms: "dont" → do not. */
  readonly expansions: ReadonlyMap<string, readonly string[]>;
  /** Families whose words stand for people and so may be a slot's words: "my sister". */
  readonly nameFamilies: ReadonlySet<string>;
  readonly numbers: NumberWords;
  /** "not 200, 300", "200, sorry, 300": the earlier value is taken back. */
  readonly negations: ReadonlySet<string>;
  readonly corrections: ReadonlySet<string>;
  /** Ways to wrap a request without changing it; `*` is the request. */
  readonly wrappers: readonly string[];
  /** Sentences about anything: what a flow is usually not about. */
  readonly background: readonly string[];
  /** Takes endings off, so that "sending" and "send" meet. */
  stem(word: string): string;
}

export interface NumberWords {
  /** Below 100, by value. */
  readonly small: ReadonlyMap<string, number>;
  /** hundred, thousand, million. */
  readonly scales: ReadonlyMap<string, number>;
  /** "and" inside a number. */
  readonly joiners: ReadonlySet<string>;
  /** "a" in "a hundred". */
  readonly articles: ReadonlySet<string>;
  /** Suffixes of digits: "1.5k". */
  readonly suffixes: ReadonlyMap<string, number>;
  readonly currencies: ReadonlySet<string>;
  /** After a number they make it a time, a date or a share: "3 pm". */
  readonly otherUnits: ReadonlySet<string>;
  /** Before a number up to 24 they make it a time of day: "at 3". */
  readonly timePrepositions: ReadonlySet<string>;
  /** Before a number word that is no number: "another one". */
  readonly pronounMarks: ReadonlySet<string>;
  /** Number words that are also pronouns or articles. */
  readonly pronouns: ReadonlySet<string>;
  /** Splits "zweihundertfünfzig" into its parts; languages that write numbers apart give the word back. */
  split(word: string): readonly string[];
}

export const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/).filter(Boolean));

export const families = (table: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(table).flatMap(([family, members]) => [...words(members)].map((word) => [word, family])));

/** `dont do not; gimme give me` → contraction and its words. */
export const expansions = (table: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    table.split(';').map((entry): [string, readonly string[]] => {
      const [short = '', ...long] = entry.trim().split(/\s+/);
      return [short, long];
    }),
  );

export const lines = (text: string): readonly string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());
