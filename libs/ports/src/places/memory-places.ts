import type { ConversationRef } from '../journal/journal.ts';
import { keyOf } from '../memory-store.ts';
import { Places, type SealedPlace } from './places.ts';

/** By conversation and generation. */
export type PlacesStore = Map<string, Map<number, SealedPlace>>;

export class MemoryPlaces extends Places {
  private readonly store: PlacesStore;

  constructor(store: PlacesStore = new Map()) {
    super();
    this.store = store;
  }

  override note(places: readonly SealedPlace[]): Promise<void> {
    for (const place of places) {
      const known = this.store.get(keyOf(place)) ?? new Map<number, SealedPlace>();
      this.store.set(keyOf(place), known);
      if ((known.get(place.generation)?.at ?? -Infinity) < place.at) known.set(place.generation, place);
    }
    return Promise.resolve();
  }

  override find(conversation: ConversationRef): Promise<SealedPlace | null> {
    const known = [...(this.store.get(keyOf(conversation))?.values() ?? [])];
    return Promise.resolve(known.sort((a, b) => b.generation - a.generation)[0] ?? null);
  }

  override erase(conversation: ConversationRef, generation: number): Promise<void> {
    const known = this.store.get(keyOf(conversation));
    for (const one of [...(known?.keys() ?? [])]) if (one <= generation) known?.delete(one);
    return Promise.resolve();
  }
}
