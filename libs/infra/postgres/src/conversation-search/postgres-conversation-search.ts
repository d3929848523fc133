import {
  ConversationSearch,
  type ConversationFilter,
  type ConversationRef,
  type FoundPage,
  type SaidWords,
  type SearchPlace,
} from '@parley/ports';
import { toSummary, type SummaryRow } from '../conversations/summary-row.ts';
import { int8Array, textArray } from '../database/binary-array.ts';
import type { Database } from '../database/database.ts';

const INDEX_WORDS = 'index_words';
const FORGET = {
  name: 'search-forget',
  text: `delete from message_words where tenant = $1 and conversation = $2 and number < $3`,
};
const WITH_WORD = {
  name: 'search-with-word',
  text: `select conversation from message_words where tenant = $1 and word = $2 limit $3`,
};

/** A word that is in more conversations than this does not help to choose among them. */
const maxCandidates = 2_000;
/** A page looks at so many conversations at most. */
const maxLookedAt = 2_000;

const newest: SearchPlace = { updatedAt: Number.MAX_SAFE_INTEGER, conversation: '' };

/** Summaries by how they stand, and an own table of words: equality alone uses its index under row-level security. */
export class PostgresConversationSearch extends ConversationSearch {
  constructor(private readonly database: Database) {
    super();
  }

  override async index(said: readonly SaidWords[]): Promise<void> {
    const rows = said.flatMap(({ words, ...one }) => words.map((word) => ({ ...one, word })));
    if (rows.length === 0) return;
    const tenants = rows.map(({ tenant }) => tenant);
    await this.database.call(INDEX_WORDS, tenants, [
      textArray(tenants),
      textArray(rows.map(({ word }) => word)),
      textArray(rows.map(({ conversation }) => conversation)),
      int8Array(rows.map(({ number }) => number)),
    ]);
  }

  override async forget(ref: ConversationRef & { readonly firstMessage: number }): Promise<void> {
    const values = [ref.tenant, ref.conversation, ref.firstMessage];
    await this.database.inTenants([ref.tenant], (session) => session.query(FORGET, values));
  }

  override async find(
    tenant: string,
    filter: ConversationFilter,
    limit: number,
    after: SearchPlace = newest,
  ): Promise<FoundPage> {
    // 1 The rarest word names the few conversations that can fit, if it is rare at all.
    const words = filter.words ?? [];
    const candidates = words.length === 0 ? null : await this.candidates(tenant, words);
    // 2 Those, or the newest ones, as far as a page may look.
    const rows = await this.database.call<FoundRow>(
      'find_conversations',
      [tenant],
      [
        tenant,
        candidates,
        filter.status ?? null,
        filter.state ?? null,
        filter.flows ?? null,
        filter.connection ?? null,
        filter.since ?? 0,
        filter.until ?? Number.MAX_SAFE_INTEGER,
        words,
        after.updatedAt,
        after.conversation,
        maxLookedAt,
        limit,
      ],
    );
    const conversations = rows.filter((row) => !row.is_end).map((row) => toSummary({ ...row, tenant }));
    return { conversations, next: nextOf(rows, limit, candidates !== null) };
  }

  private async candidates(tenant: string, words: readonly string[]): Promise<readonly string[] | null> {
    const lists = await this.database.inTenants([tenant], async (session) => {
      const found: (readonly string[])[] = [];
      for (const word of words) {
        const rows = await session.query<{ conversation: string }>(WITH_WORD, [tenant, word, maxCandidates + 1]);
        found.push(rows.map(({ conversation }) => conversation));
      }
      return found;
    });
    const rarest = lists.reduce((least, list) => (list.length < least.length ? list : least));
    return rarest.length > maxCandidates ? null : rarest;
  }
}

interface FoundRow extends Omit<SummaryRow, 'tenant'> {
  readonly is_end: boolean;
  /** Which one it was of those that were looked at. */
  readonly looked: number;
}

/** Behind the last row of a full page; behind the last one looked at, where there may be more; else nowhere. */
function nextOf(rows: readonly FoundRow[], limit: number, areAll: boolean): SearchPlace | null {
  const end = rows.find((row) => row.is_end);
  const last = rows.filter((row) => !row.is_end).at(-1);
  if (end === undefined) return null;
  const isFull = rows.length - 1 === limit && last !== undefined;
  if (isFull) return last.looked === end.looked && (areAll || end.looked < maxLookedAt) ? null : placeOf(last);
  return areAll || end.looked < maxLookedAt ? null : placeOf(end);
}

const placeOf = (row: FoundRow): SearchPlace => ({ updatedAt: row.updated_at, conversation: row.conversation });
