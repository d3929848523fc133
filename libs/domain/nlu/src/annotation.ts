/** An example without its annotations, and where they were. */
export interface ParsedExample {
  readonly text: string;
  readonly spans: readonly Span[];
}

export interface Span {
  readonly slot: string;
  readonly start: number;
  readonly end: number;
}

const ANNOTATION = /\[([^[\]]+)\]\(([A-Za-z_][A-Za-z0-9_]*)\)/g;

/** Reads `send [200](amount) to [Ann](recipient)`. Brackets that are no annotation stay text. */
export function parseExample(annotated: string): ParsedExample {
  const spans: Span[] = [];
  let text = '';
  let read = 0;
  for (const match of annotated.matchAll(ANNOTATION)) {
    const [whole, words = '', slot = ''] = match;
    text += annotated.slice(read, match.index);
    spans.push({ slot, start: text.length, end: text.length + words.length });
    text += words;
    read = match.index + whole.length;
  }
  return { text: text + annotated.slice(read), spans };
}
