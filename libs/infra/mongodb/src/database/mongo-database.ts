import { MongoClient, ReadConcern, type Db, type DbOptions, type Document, type MongoClientOptions } from 'mongodb';
import { tablesOf, type Tables } from './collections.ts';
import { MongoProblem } from './mongo-problem.ts';
import { patiently } from './patience.ts';
import type { Waits } from './table.ts';

/** How a MongoDB is reached, and how long it is waited for. */
export interface MongoOptions extends Waits {
  /** `mongodb://` or `mongodb+srv://`; with credentials if there are any. */
  readonly url: string;
  readonly database: string;
  /** Connections at most. */
  readonly poolSize: number;
  /** PEM files; absent = as the address says, the system's authorities, no certificate of one's own. */
  readonly tlsCaFile?: string;
  readonly tlsCertKeyFile?: string;
  /** How long a server (or a new primary) is looked for, ms. */
  readonly serverMs: number;
  /** How long a connection may take to be made, ms. */
  readonly connectMs: number;
  /** Given the client before it is used: whoever traces listens to its commands. Absent = the driver tells of none. */
  readonly watch?: (client: MongoClient) => void;
}

/** A connected database with its collections. */
export class MongoDatabase {
  readonly db: Db;
  readonly tables: Tables;

  private constructor(
    readonly client: MongoClient,
    readonly options: MongoOptions,
  ) {
    this.db = client.db(options.database, demandedOf(options));
    this.tables = tablesOf(this.db, options);
  }

  /** Throws a MongoProblem when no server answers; no part of it is a password. */
  static async connect(options: MongoOptions, more: MongoClientOptions = {}): Promise<MongoDatabase> {
    const client = clientOf(options, more);
    try {
      await client.connect();
      const database = new MongoDatabase(client, options);
      await database.check();
      return database;
    } catch (error) {
      await client.close();
      const reason = error instanceof Error ? withoutCredentials(error.message) : 'unknown';
      throw new MongoProblem(`No MongoDB answers at ${hostsOf(options.url)}: ${reason}`, { isAway: true });
    }
  }

  /** Rejects unless the primary answers. */
  async check(): Promise<void> {
    await this.ask(this.db, { ping: 1 });
  }

  /** What time it is there, ms since the epoch. */
  async time(): Promise<number> {
    const { localTime } = await this.ask(this.client.db('admin'), { hello: 1 });
    if (!(localTime instanceof Date)) throw new Error('the server did not tell its time');
    return localTime.getTime();
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private ask(db: Db, command: Document): Promise<Document> {
    return patiently(this.options.socketMs, (ending) => db.command(command, ending));
  }
}

function clientOf(options: MongoOptions, more: MongoClientOptions): MongoClient {
  const { tlsCaFile, tlsCertKeyFile } = options;
  const client = new MongoClient(options.url, {
    appName: 'parley',
    monitorCommands: options.watch !== undefined,
    maxPoolSize: options.poolSize,
    serverSelectionTimeoutMS: options.serverMs,
    connectTimeoutMS: options.connectMs,
    socketTimeoutMS: options.socketMs,
    waitQueueTimeoutMS: options.socketMs,
    // What may be repeated we repeat ourselves, on any server: a second layer would multiply the waits.
    retryWrites: false,
    retryReads: false,
    ignoreUndefined: true,
    ...((tlsCaFile !== undefined || tlsCertKeyFile !== undefined) && { tls: true }),
    ...(tlsCaFile !== undefined && { tlsCAFile: tlsCaFile }),
    ...(tlsCertKeyFile !== undefined && { tlsCertificateKeyFile: tlsCertKeyFile }),
    ...more,
  });
  options.watch?.(client);
  return client;
}

/** Said of the database, they outweigh what the address says and what the server's defaults are. */
function demandedOf(options: MongoOptions): DbOptions {
  return {
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: options.socketMs },
    readConcern: new ReadConcern('majority'),
    readPreference: 'primary',
  };
}

/** Hosts and ports alone. */
function hostsOf(url: string): string {
  return withoutCredentials(url)
    .replace(/^[a-z+]+:\/\//i, '')
    .replace(/[/?].*$/s, '');
}

const withoutCredentials = (text: string): string => text.replace(/(mongodb(?:\+srv)?:\/\/)[^/?\s]*@/gi, '$1');
