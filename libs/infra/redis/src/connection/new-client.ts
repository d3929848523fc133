import { isIP } from 'node:net';
import { Redis } from 'ioredis';
import type { RedisConnection } from '../config.ts';
import { scripts } from './scripts.ts';

/** A connection that hears nothing for so long while it waits for an answer is dead, ms. */
const silenceMs = 3_000;
/** A server that does not take leave keeps no process from ending, ms. */
const farewellMs = 200;
const backOff = { firstMs: 100, mostMs: 5_000 };
/** A replica may be the master at the next connection; but nobody is to connect over and over meanwhile, ms. */
const replicaPatienceMs = 30_000;

/**
 * A client that tries for ever to be connected and keeps nothing for later: while it is not, commands fail at once.
 * Errors come by its `error` event; they may hold what was sent, so only `reasonOf` them is for a log.
 */
export function newClient(connection: RedisConnection): Redis {
  const { host, port, username, password, database, tls, namespace } = connection;
  let replicaLeftAt = -Infinity;
  return new Redis({
    host,
    port,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    db: database,
    // An address is no server name (RFC 6066).
    ...(tls && { tls: { ...tls, ...(isIP(host) === 0 && { servername: host }) } }),
    ...(namespace !== undefined && { keyPrefix: namespace }),
    scripts,
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // What was sent when the connection broke fails then; with any other number it would wait for the next connection.
    maxRetriesPerRequest: 0,
    autoResubscribe: false,
    disableClientInfo: true,
    connectTimeout: silenceMs,
    disconnectTimeout: farewellMs,
    socketTimeout: silenceMs,
    retryStrategy: waitMs,
    reconnectOnError: (error) => {
      if (!error.message.startsWith('READONLY') || performance.now() - replicaLeftAt < replicaPatienceMs) return false;
      replicaLeftAt = performance.now();
      return true;
    },
  });
}

/** Between half and all of a wait that doubles: many processes do not come back in one moment. */
function waitMs(attempt: number): number {
  const most = Math.min(backOff.mostMs, backOff.firstMs * 2 ** Math.min(attempt - 1, 16));
  return Math.ceil(most * (0.5 + Math.random() / 2));
}

/** A code such as ECONNREFUSED, WRONGPASS or OOM: the one part of an error that never holds what was sent. */
export function reasonOf(error: unknown): string {
  const { code, message = '', name = 'failed' } = (error ?? {}) as Partial<Error> & { readonly code?: unknown };
  if (typeof code === 'string') return code;
  return /^[A-Z]{2,}\b/.exec(message)?.[0] ?? name;
}
