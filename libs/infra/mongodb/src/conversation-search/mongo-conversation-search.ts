import {
  ConversationSearch,
  type ConversationFilter,
  type ConversationRef,
  type FoundPage,
  type SaidWords,
  type SearchPlace,
} from '@parley/ports';
import { isWithin, placeOf, walk, type Stretch } from '../conversations/walk.ts';
import { newestFirst, toSummary } from '../conversations/summary-row.ts';
import type { Tables } from '../database/collections.ts';
import { conversationKey, keyOf, under } from '../database/keys.ts';
import { NewestRows } from '../database/newest-rows.ts';
import type { SummaryRow, WordRow } from '../database/rows.ts';

/** A word that is in more conversations than this does not help to choose among them. */
const MAX_CANDIDATES = 2_000;
/** A page looks at so many conversations at most, so many at a time. */
const MAX_LOOKED_AT = 2_000;
const LOOKED_AT_ONCE = 250;

type Words = readonly string[];

/** Summaries by how they stand, and a row for each word of each conversation, whose id says it all. */
export class MongoConversationSearch extends ConversationSearch {
  constructor(private readonly tables: Pick<Tables, 'conversations' | 'message_words' | 'erased_messages'>) {
    super();
  }

  override async index(said: readonly SaidWords[]): Promise<void> {
    const rows = said.flatMap(({ words, ...one }) => words.map((word) => rowOf(one, word)));
    if (rows.length === 0) return;
    await this.tables.message_words.insertAbsent(rows);
    // Looked for afterwards: an erasure beside this either took the words away or is seen here.
    const erased = await new NewestRows(this.tables.erased_messages).read(rows.map(({ of }) => of));
    const late = rows.filter(({ of, number }) => number <= (erased.get(of)?.number ?? 0));
    for (const { of, number } of late) await this.tables.message_words.remove({ of, number: { $lte: number } });
  }

  override async forget(ref: ConversationRef & { readonly firstMessage: number }): Promise<void> {
    await this.tables.message_words.remove({ of: conversationKey(ref), number: { $lt: ref.firstMessage } });
  }

  override async find(
    tenant: string,
    filter: ConversationFilter,
    limit: number,
    after?: SearchPlace,
  ): Promise<FoundPage> {
    const stretch: Stretch = { tenant, after, since: filter.since, until: filter.until };
    // 1 The rarest word names the few conversations that can fit, if it is rare at all.
    const candidates = await this.candidates(tenant, filter.words ?? []);
    // 2 Those, or the newest ones, as far as a page may look.
    if (candidates === null) return this.walked(stretch, filter, limit);
    const newest = await new NewestRows(this.tables.conversations).read(candidates);
    const rows = [...newest.values()].filter((row) => isWithin(row, stretch)).sort(newestFirst);
    const fitting = await this.fitting(rows, filter);
    return pageOf(fitting, limit, fitting.length > limit ? fitting[limit - 1] : null);
  }

  private async walked(stretch: Stretch, filter: ConversationFilter, limit: number): Promise<FoundPage> {
    const found: SummaryRow[] = [];
    let place = stretch.after;
    for (let looked = 0; looked < MAX_LOOKED_AT; looked += LOOKED_AT_ONCE) {
      const { rows, next } = await walk(this.tables, { ...stretch, after: place }, LOOKED_AT_ONCE);
      found.push(...(await this.fitting(rows, filter)));
      if (found.length > limit) return pageOf(found, limit, found[limit - 1]);
      if (next === null) return pageOf(found, limit, null);
      place = next;
    }
    return pageOf(found, limit, place);
  }

  private async fitting(rows: readonly SummaryRow[], filter: ConversationFilter): Promise<readonly SummaryRow[]> {
    const standing = rows.filter((row) => stands(row, filter));
    const { words = [] } = filter;
    if (words.length === 0 || standing.length === 0) return standing;
    const ids = standing.flatMap(({ tenant, conversation }) => words.map((word) => wordId(tenant, word, conversation)));
    const kept = await this.tables.message_words.find({ _id: { $in: ids } }, { fields: ['_id'] });
    const said = new Set(kept.map(({ _id }) => _id));
    return standing.filter(({ tenant, conversation }) =>
      words.every((word) => said.has(wordId(tenant, word, conversation))),
    );
  }

  /** Keys of the conversations in which the rarest of these words was said; null = all of them are common. */
  private async candidates(tenant: string, words: Words): Promise<readonly string[] | null> {
    const lists = await Promise.all(words.map((word) => this.saying(tenant, word)));
    const rarest = lists.reduce<Words | null>(
      (least, list) => (least && least.length <= list.length ? least : list),
      null,
    );
    return rarest === null || rarest.length > MAX_CANDIDATES ? null : rarest;
  }

  private async saying(tenant: string, word: string): Promise<Words> {
    const look = { fields: ['_id'], limit: MAX_CANDIDATES + 1 } as const;
    const rows = await this.tables.message_words.find({ _id: under(keyOf(tenant, word)) }, look);
    return rows.map(({ _id }) => `${keyOf(tenant)}${_id.slice(_id.lastIndexOf('/'))}`);
  }
}

function rowOf(one: Omit<SaidWords, 'words'>, word: string): WordRow {
  const { tenant, conversation, number } = one;
  return { _id: wordId(tenant, word, conversation), tenant, of: conversationKey(one), number };
}

const wordId = (tenant: string, word: string, conversation: string): string => keyOf(tenant, word, conversation);

function stands(
  row: SummaryRow,
  { status = row.status, state, flows, connection = row.connection }: ConversationFilter,
): boolean {
  return (
    row.status === status &&
    row.connection === connection &&
    (state === undefined || row.states.includes(state)) &&
    (flows === undefined || flows.includes(row.flow))
  );
}

function pageOf(found: readonly SummaryRow[], limit: number, next: SearchPlace | null | undefined): FoundPage {
  return { conversations: found.slice(0, limit).map(toSummary), next: next ? placeOf(next) : null };
}
