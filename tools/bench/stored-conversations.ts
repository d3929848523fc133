import { DatabaseUnderLoad } from './database-under-load.ts';
import type { DistributedStage } from './distributed-stage.ts';
import { DocumentStore } from './document-store.ts';
import { monotonicMs } from './monotonic.ts';
import { until } from './slack-phase.ts';

/** Copies of everybody in one go. */
const COPIES_AT_ONCE = 50;
/** From here on a copy has only the least documents: FerretDB takes about 10,000 a second. */
const WHOLE_UP_TO = 100_000;
/** Whoever is silent for five minutes is answered differently by this flow. */
const LONGEST_SILENCE_MS = 60_000;

/** The conversations in the stores of a stage: those that speak, as they were after the greeting, and copies of them that lie there. */
export class StoredConversations {
  private copies = 1;
  /** Documents of the copies. */
  documentCount = 0;

  private constructor(
    private readonly pattern: number,
    readonly database: DatabaseUnderLoad,
    readonly documents: DocumentStore,
  ) {}

  /** Keeps what everybody has left behind so far as the pattern, once no reply is on its way. */
  static async keep({ house, engines, storesName }: DistributedStage): Promise<StoredConversations> {
    const database = await DatabaseUnderLoad.at({ connectionString: house.databaseUrl });
    const documents = await DocumentStore.open(engines.addresses.mongodb, storesName);
    await until(async () => !(await documents.hasPending()));
    await database.keepPattern();
    return new StoredConversations(await documents.keepPattern(), database, documents);
  }

  get count(): number {
    return this.copies * this.pattern;
  }

  /** Copies until so many are stored, and then lets the database do what it would do in its time. `speak` is done now and then. */
  async growTo(wanted: number, speak: () => Promise<unknown>, say: (line: string) => void): Promise<void> {
    let spoken = monotonicMs();
    while (this.count < wanted) {
      const upTo = Math.min(Math.ceil(wanted / this.pattern), this.copies + COPIES_AT_ONCE);
      const extent = upTo * this.pattern > WHOLE_UP_TO ? 'least' : 'each';
      const [copied] = await Promise.all([
        this.documents.copyPattern(this.copies, upTo, extent),
        this.database.copyPattern(this.copies, upTo),
      ]);
      this.documentCount += copied;
      this.copies = upTo;
      if (monotonicMs() - spoken < LONGEST_SILENCE_MS) continue;
      say(`${this.count} conversations stored …`);
      await speak();
      spoken = monotonicMs();
    }
    if ((await this.database.begunConversations()) < wanted)
      throw new Error('Fewer conversations are stored than said.');
    await this.database.comeToRest();
  }

  async close(): Promise<void> {
    await Promise.all([this.database.close(), this.documents.close()]);
  }
}
