import type { Engine } from '../src/engines.ts';
import type { TlsFiles } from '../src/tls-files.ts';

/** Told what takes long. */
export type Say = (sentence: string) => void;

/** What stands between a person and a running engine; the message is a sentence that says what to do. */
export class EngineProblem extends Error {
  override readonly name = 'EngineProblem';
}

/** A second way in, over TLS, for whoever shows a certificate of the authority and a password (SCRAM-SHA-512 or PLAIN). */
export interface GuardedDoor {
  readonly port: number;
  /** The certificate is one of `localhost`; its key is PKCS #8. */
  readonly tls: TlsFiles;
  /** Holds nothing that a file of properties would escape. */
  readonly username: string;
  readonly password: string;
}

export interface EngineOptions {
  /** Instead of a free one. */
  readonly port?: number;
  /** Kafka: the host:port that clients are told to use, when something (a TcpProxy) stands in front of it. */
  readonly advertised?: string;
  /** Kafka: besides the open port, which is everything's administrator then; this user may do what ACLs allow. */
  readonly guarded?: GuardedDoor;
  /** PostgreSQL: takes connections over TLS alone. The certificate is one of `localhost`, signed by the authority. */
  readonly tls?: TlsFiles;
  /** Told what takes long; silent if absent. */
  readonly say?: Say;
}

/** What an engine is started from; the same at each start, so that clients find it again. */
export interface Site {
  /** Holds everything of this one engine. */
  readonly folder: string;
  readonly dataFolder: string;
  readonly port: number;
  /** Kafka's controller listens there. */
  readonly secondPort: number;
  /** A password or an id, where the engine wants one. */
  readonly secret: string;
  readonly options: EngineOptions;
}

/** A program, its arguments and environment, and whom it runs as. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment of this process, and wins over it. */
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
}

/** How to run one kind of engine. */
export interface Recipe {
  readonly name: string;
  /** Fetches or builds the program, where it is not there yet. Throws EngineProblem when a tool for that is missing. */
  install(say: Say): Promise<void>;
  /** Makes the files of the site where there are none. */
  prepare(site: Site): Promise<Launch>;
  /** What the adapter takes. */
  address(site: Site): string;
  /** Asks the engine to do something; rejects while it does not. */
  ask(address: string): Promise<void>;
  /** Folders besides the site's that hold its data. */
  foldersElsewhere(site: Site): readonly string[];
  /** Asks it to end in good order. */
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
}

export type { Engine };
