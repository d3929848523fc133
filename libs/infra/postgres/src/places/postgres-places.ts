import { Places, type ConversationRef, type SealedPlace } from '@parley/ports';
import { failpoint } from '@parley/service-kit';
import { byteaArray, int8Array, textArray } from '../database/binary-array.ts';
import type { Database } from '../database/database.ts';
import { tenantsOf } from '../database/placed-rows.ts';

const ERASE = {
  name: 'places-erase',
  text: `delete from places where tenant = $1 and conversation = $2 and generation <= $3 returning generation`,
};

interface PlaceRow {
  readonly generation: number;
  readonly sealed: Buffer;
  readonly at: number;
}

/** Where conversations take place: one row for each generation of a conversation, overwritten only by what is newer. */
export class PostgresPlaces extends Places {
  constructor(private readonly database: Database) {
    super();
  }

  override async note(places: readonly SealedPlace[]): Promise<void> {
    if (places.length === 0) return;
    failpoint('places.before-note');
    await this.database.call('note_places', tenantsOf(places), [
      textArray(places.map(({ tenant }) => tenant)),
      textArray(places.map(({ conversation }) => conversation)),
      int8Array(places.map(({ generation }) => generation)),
      byteaArray(places.map(({ sealed }) => sealed)),
      int8Array(places.map(({ at }) => at)),
    ]);
    failpoint('places.after-note');
  }

  override async find({ tenant, conversation }: ConversationRef): Promise<SealedPlace | null> {
    const [row] = await this.database.call<PlaceRow>('find_place', [tenant], [tenant, conversation]);
    if (row === undefined) return null;
    const { generation, sealed, at } = row;
    return { tenant, conversation, generation, sealed: new Uint8Array(sealed), at };
  }

  override async erase({ tenant, conversation }: ConversationRef, generation: number): Promise<void> {
    await this.database.inTenants([tenant], (session) => session.query(ERASE, [tenant, conversation, generation]));
    failpoint('places.after-erase');
  }
}
