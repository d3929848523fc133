import type { ConversationRef } from '../journal/journal.ts';
import { ConversationKeys, type ConversationKey, type NewConversationKey } from './conversation-keys.ts';

/** Rows of a conversation by generation; one that is missing from the map was never made. */
export type ConversationKeysStore = Map<string, Map<number, ConversationKey>>;

export class MemoryConversationKeys extends ConversationKeys {
  private readonly store: ConversationKeysStore;

  constructor(store: ConversationKeysStore = new Map()) {
    super();
    this.store = store;
  }

  override ensure(keys: readonly NewConversationKey[]): Promise<readonly ConversationKey[]> {
    for (const key of keys) {
      const rows = this.store.get(nameOf(key)) ?? new Map<number, ConversationKey>();
      if (!rows.has(key.generation)) rows.set(key.generation, { ...key });
      this.store.set(nameOf(key), rows);
    }
    return Promise.resolve(keys.flatMap((key) => this.newestOf(key) ?? []));
  }

  override get(
    refs: readonly (ConversationRef & { readonly generation: number })[],
  ): Promise<readonly ConversationKey[]> {
    return Promise.resolve(refs.flatMap((ref) => this.store.get(nameOf(ref))?.get(ref.generation) ?? []));
  }

  override newest(conversation: ConversationRef): Promise<ConversationKey | null> {
    return Promise.resolve(this.newestOf(conversation));
  }

  override destroy(conversation: ConversationRef, generation: number): Promise<void> {
    const rows = this.store.get(nameOf(conversation));
    for (const [number, key] of rows ?? []) {
      if (number <= generation) rows?.set(number, { ...key, wrapped: null });
    }
    return Promise.resolve();
  }

  private newestOf(conversation: ConversationRef): ConversationKey | null {
    const rows = this.store.get(nameOf(conversation));
    return rows?.get(Math.max(...rows.keys())) ?? null;
  }
}

const nameOf = ({ tenant, conversation }: ConversationRef): string => JSON.stringify([tenant, conversation]);
