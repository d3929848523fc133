import { createHash } from 'node:crypto';
import { MongoClient, type Db, type Document } from 'mongodb';

/** By so much each copy moved last before the one before it, as in PostgreSQL. */
const MINUTE_MS = 60_000;
const INSERTED_AT_ONCE = 5_000;
/** Whatever a conversation leaves behind that nobody works at any more. */
const OF_A_CONVERSATION = [
  'conversations',
  'messages',
  'message_words',
  'delivery_claims',
  'delivery_statuses',
  'places',
] as const;
const LEAST = ['conversations', 'messages', 'delivery_statuses'] as const;

type Collection = (typeof OF_A_CONVERSATION)[number];
/** A document of each collection, or only of those without which it would be none. */
type Extent = 'each' | 'least';

/** One document of each collection of one conversation. */
interface Pattern {
  readonly conversation: string;
  readonly documents: ReadonlyMap<Collection, Document>;
}

/** The collections of chat of services that run, past them. */
export class DocumentStore {
  private patterns: readonly Pattern[] = [];

  private constructor(
    private readonly client: MongoClient,
    private readonly db: Db,
    /** Who really speaks MongoDB's wire here. */
    readonly engine: string,
  ) {}

  static async open(url: string, database: string): Promise<DocumentStore> {
    const client = await MongoClient.connect(url);
    const db = client.db(database);
    return new DocumentStore(client, db, nameOf(await db.command({ buildInfo: 1 })));
  }

  get isFerretdb(): boolean {
    return this.engine.startsWith('FerretDB');
  }

  /** Replies on their way out: what is kept now would be sent again. */
  async hasPending(): Promise<boolean> {
    return (await this.db.collection('deliveries').findOne()) !== null;
  }

  /** Keeps what each conversation has now, to be copied. Answers how many conversations these are. */
  async keepPattern(): Promise<number> {
    const found = new Map<string, Map<Collection, Document>>();
    for (const name of OF_A_CONVERSATION) {
      for await (const document of this.db.collection(name).find()) {
        const conversation = conversationOf(document);
        const documents = found.get(conversation) ?? new Map<Collection, Document>();
        if (!documents.has(name)) documents.set(name, document);
        found.set(conversation, documents);
      }
    }
    this.patterns = [...found].map(([conversation, documents]) => ({ conversation, documents }));
    return this.patterns.length;
  }

  /** Copies the pattern under the names that PostgreSQL gives its own copies. Answers how many documents these are. */
  async copyPattern(from: number, to: number, extent: Extent): Promise<number> {
    let inserted = 0;
    for (const name of extent === 'each' ? OF_A_CONVERSATION : LEAST) {
      const copies: Document[] = [];
      for (let copy = from; copy < to; copy += 1) {
        for (const { conversation, documents } of this.patterns) {
          const document = documents.get(name);
          if (document !== undefined) copies.push(copyOf(document, conversation, copy));
        }
      }
      for (let first = 0; first < copies.length; first += INSERTED_AT_ONCE) {
        const batch = copies.slice(first, first + INSERTED_AT_ONCE);
        await this.db.collection(name).insertMany(batch, { ordered: false });
      }
      inserted += copies.length;
    }
    return inserted;
  }

  /** Bytes of each collection with its indexes, in the pages that it has on disk. */
  async collectionBytes(): Promise<ReadonlyMap<string, number>> {
    const sizes = new Map<string, number>();
    for (const { name } of await this.db.listCollections().toArray()) {
      const { totalSize } = await this.db.command({ collStats: name });
      sizes.set(name, Number(totalSize));
    }
    return sizes;
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}

function nameOf(buildInfo: Document): string {
  // FerretDB calls itself a MongoDB of some version besides.
  return 'ferretdbVersion' in buildInfo ? 'FerretDB over SQLite' : `MongoDB ${String(buildInfo['version'])}`;
}

function conversationOf({ conversation, of }: Document): string {
  return typeof conversation === 'string' ? conversation : (String(of).split('/').at(-1) ?? '');
}

function copyOf(document: Document, conversation: string, copy: number): Document {
  const name = createHash('md5').update(`${conversation}${copy}`).digest('hex');
  const renamed = Object.entries(document).map(([field, value]: [string, unknown]) => [
    field,
    typeof value === 'string' ? value.replaceAll(conversation, name) : value,
  ]);
  const copied = Object.fromEntries(renamed) as Document;
  if (typeof copied['updatedAt'] === 'number') copied['updatedAt'] -= copy * MINUTE_MS;
  return copied;
}
