import { Places, type ConversationRef, type SealedPlace } from '@parley/ports';
import { failpoint } from '@parley/service-kit';
import { Binary } from 'mongodb';
import type { Tables } from '../database/collections.ts';
import { conversationKey, digits } from '../database/keys.ts';
import { NewestRows } from '../database/newest-rows.ts';
import type { PlaceRow } from '../database/rows.ts';

/** Where conversations take place: the row of the highest generation counts, and of that the newest; no other is ever asked for. */
export class MongoPlaces extends Places {
  private readonly rows;

  constructor(private readonly tables: Pick<Tables, 'places'>) {
    super();
    this.rows = new NewestRows(tables.places);
  }

  override async note(places: readonly SealedPlace[]): Promise<void> {
    if (places.length === 0) return;
    failpoint('places.before-note');
    await this.rows.record(places.map(toRow));
    failpoint('places.after-note');
  }

  override async find(conversation: ConversationRef): Promise<SealedPlace | null> {
    const of = conversationKey(conversation);
    const row = (await this.rows.read([of])).get(of);
    if (row === undefined) return null;
    const { tenant, generation, at, sealed } = row;
    return { tenant, conversation: row.conversation, generation, at, sealed: new Uint8Array(sealed.value()) };
  }

  override async erase(conversation: ConversationRef, generation: number): Promise<void> {
    await this.tables.places.remove({ of: conversationKey(conversation), generation: { $lte: generation } });
    failpoint('places.after-erase');
  }
}

function toRow(place: SealedPlace): PlaceRow {
  const { tenant, conversation, generation, at } = place;
  const of = conversationKey(place);
  const sealed = new Binary(place.sealed);
  return { _id: `${of}/${digits(generation)}/${digits(at)}`, of, tenant, conversation, generation, sealed, at };
}
