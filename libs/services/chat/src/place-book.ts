import type { ConversationRef, Heard, SealedPlace } from '@parley/ports';
import { LRUCache } from 'lru-cache';
import type { ChatPorts } from './chat-ports.ts';

type Ports = Pick<ChatPorts, 'places' | 'keyring' | 'sealing'>;

interface KnownPlace {
  readonly generation: number;
  readonly place: string;
}

const maxKnown = 50_000;

/** Where conversations take place, sealed under their keys: an erased conversation's place cannot be read by anybody. */
export class PlaceBook {
  private readonly ports: Ports;
  private readonly known = new LRUCache<string, KnownPlace>({ max: maxKnown });

  constructor(ports: Ports) {
    this.ports = ports;
  }

  /** Keeps the places of these stimuli; durable when it resolves. What is known already costs nothing. */
  async note(heard: readonly Heard[]): Promise<void> {
    const placed = heard.flatMap(({ stimulus, place }) => (place === undefined ? [] : [{ stimulus, place }]));
    if (placed.length === 0) return;
    const { keyring, sealing, places } = this.ports;
    const keys = await keyring.ensure(placed.map(({ stimulus }) => stimulus));
    const rows: SealedPlace[] = [];
    const learned: (readonly [string, KnownPlace])[] = [];
    for (const [index, { stimulus, place }] of placed.entries()) {
      const current = keys[index];
      if (!current) throw new Error('The keyring answered with fewer keys than asked for.');
      const { tenant, conversation, receivedAt } = stimulus;
      const { generation, key } = current;
      const known = this.known.get(nameOf(stimulus));
      if (known?.place === place && known.generation === generation) continue;
      const sealed = sealing.seal(key, new TextEncoder().encode(place), contextOf(stimulus));
      rows.push({ tenant, conversation, generation, sealed, at: receivedAt });
      learned.push([nameOf(stimulus), { generation, place }]);
    }
    if (rows.length === 0) return;
    await places.note(rows);
    for (const [name, place] of learned) this.known.set(name, place);
  }

  /** null = nobody has said, or it was erased. */
  async find(conversation: ConversationRef): Promise<string | null> {
    const { keyring, sealing, places } = this.ports;
    const known = this.known.get(nameOf(conversation));
    if (known) return (await keyring.open(conversation, known.generation)) ? known.place : null;
    const row = await places.find(conversation);
    const key = row && (await keyring.open(conversation, row.generation));
    const opened = row && key && sealing.open(key, row.sealed, contextOf(conversation));
    if (!opened) return null;
    const place = new TextDecoder().decode(opened);
    this.known.set(nameOf(conversation), { generation: row.generation, place });
    return place;
  }
}

const nameOf = ({ tenant, conversation }: ConversationRef): string => `${tenant}:${conversation}`;
const contextOf = ({ tenant, conversation }: ConversationRef): string => `place:${tenant}:${conversation}`;
