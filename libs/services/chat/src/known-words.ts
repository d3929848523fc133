import type { ConversationSummary } from '@parley/conversation';
import { LRUCache } from 'lru-cache';

type Span = Pick<ConversationSummary, 'tenant' | 'conversation' | 'firstMessage'>;

interface Known {
  readonly firstMessage: number;
  readonly words: ReadonlySet<string>;
}

/** About 100 bytes each. */
const maxWords = 500_000;

/**
 * Words that conversations are found by already: what is said again is not written again. They count as long as the
 * conversation begins where it did: an erasure takes the words and moves the first message, whichever process sees to it.
 */
export class KnownWords {
  private readonly known = new LRUCache<string, Known>({
    maxSize: maxWords,
    sizeCalculation: ({ words }) => words.size + 1,
  });

  /** Those of these words that are not known to be kept. */
  newOf(span: Span, words: readonly string[]): readonly string[] {
    const known = this.of(span);
    return known === undefined ? words : words.filter((word) => !known.has(word));
  }

  /** These are kept now. */
  add(span: Span, words: readonly string[]): void {
    const { firstMessage } = span;
    this.known.set(nameOf(span), { firstMessage, words: new Set([...(this.of(span) ?? []), ...words]) });
  }

  private of(span: Span): ReadonlySet<string> | undefined {
    const known = this.known.get(nameOf(span));
    return known?.firstMessage === span.firstMessage ? known.words : undefined;
  }
}

const nameOf = ({ tenant, conversation }: Span): string => `${tenant}\n${conversation}`;
