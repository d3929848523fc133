import { ConversationKeys, type ConversationKey, type ConversationRef, type NewConversationKey } from '@parley/ports';
import { failpoint } from '@parley/service-kit';
import { byteaArray, int8Array, textArray } from '../database/binary-array.ts';
import type { Database } from '../database/database.ts';

const ENSURE = {
  name: 'conversation-keys-ensure',
  text: `select * from ensure_conversation_keys($1::text[], $2::text[], $3::bigint[], $4::bytea[])`,
};
const GET = {
  name: 'conversation-keys-get',
  text: `select * from get_conversation_keys($1::text[], $2::text[], $3::bigint[])`,
};
const NEWEST = {
  name: 'conversation-keys-newest',
  text: `select tenant, conversation, generation::float8 as generation, wrapped from conversation_keys
         where tenant = $1 and conversation = $2 order by conversation_keys.generation desc limit 1`,
};
const DESTROY = {
  name: 'conversation-keys-destroy',
  text: `update conversation_keys set wrapped = null, destroyed_at = $4
         where tenant = $1 and conversation = $2 and generation <= $3 and wrapped is not null`,
};

/** One round trip for a batch: the functions bind the transaction to the tenants of the rows that are asked for. */
export class PostgresConversationKeys extends ConversationKeys {
  constructor(private readonly database: Database) {
    super();
  }

  override async ensure(keys: readonly NewConversationKey[]): Promise<readonly ConversationKey[]> {
    if (keys.length === 0) return [];
    const values = [...refsOf(keys), byteaArray(keys.map(({ wrapped }) => wrapped))];
    failpoint('conversation-keys.before-ensure');
    const rows = await this.database.query<KeyRow>(ENSURE, values);
    failpoint('conversation-keys.after-ensure');
    return rows.map(fromRow);
  }

  override async get(
    refs: readonly (ConversationRef & { readonly generation: number })[],
  ): Promise<readonly ConversationKey[]> {
    if (refs.length === 0) return [];
    return (await this.database.query<KeyRow>(GET, refsOf(refs))).map(fromRow);
  }

  override newest({ tenant, conversation }: ConversationRef): Promise<ConversationKey | null> {
    return this.database.inTenants([tenant], async (session) => {
      const [row] = await session.query<KeyRow>(NEWEST, [tenant, conversation]);
      return row ? fromRow(row) : null;
    });
  }

  override async destroy({ tenant, conversation }: ConversationRef, generation: number, at: number): Promise<void> {
    const values = [tenant, conversation, generation, at];
    failpoint('conversation-keys.before-destroy');
    await this.database.inTenants([tenant], (session) => session.query(DESTROY, values));
  }
}

interface KeyRow {
  tenant: string;
  conversation: string;
  generation: number;
  wrapped: Buffer | null;
}

const fromRow = ({ tenant, conversation, generation, wrapped }: KeyRow): ConversationKey => ({
  tenant,
  conversation,
  generation,
  wrapped: wrapped && new Uint8Array(wrapped),
});

const refsOf = (refs: readonly (ConversationRef & { readonly generation: number })[]): readonly Buffer[] => [
  textArray(refs.map(({ tenant }) => tenant)),
  textArray(refs.map(({ conversation }) => conversation)),
  int8Array(refs.map(({ generation }) => generation)),
];
