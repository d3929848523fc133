import { readFileSync } from 'node:fs';
import { setting } from '@parley/service-kit';
import { MongoClient } from 'mongodb';
import { z } from 'zod';
import type { MongoOptions } from './database/mongo-database.ts';

const pemFile = () => z.string().refine(isPem, 'must be a PEM file that can be read');

/** What an operator may say of MongoDB; spread into the shape of a service's settings. */
export const mongodbSettings = {
  /** With all hosts of the replica set, or `mongodb+srv:`. */
  MONGODB_URL: z.string().refine(isAddress, 'must be an address that begins with mongodb:// or mongodb+srv://'),
  MONGODB_DATABASE: z
    .string()
    .regex(/^[\w-]{1,63}$/, 'must be of letters, digits, _ and -, at most 63')
    .prefault('parley'),
  /** The authorities that may have signed the servers' certificates. */
  MONGODB_TLS_CA: pemFile().optional(),
  /** Our certificate and its key, in one file. */
  MONGODB_TLS_CERT_KEY: pemFile().optional(),
  /** Connections at most. */
  MONGODB_POOL: setting.whole(1, 1_000).prefault('20'),
  MONGODB_SERVER_TIMEOUT: setting.duration(1_000).prefault('5s'),
  MONGODB_CONNECT_TIMEOUT: setting.duration(1_000).prefault('5s'),
  MONGODB_SOCKET_TIMEOUT: setting.duration(1_000).prefault('10s'),
  MONGODB_RETRY_TIMEOUT: setting.duration().prefault('15s'),
};

export type MongodbSettings = z.infer<z.ZodObject<typeof mongodbSettings>>;

export function mongodbOptionsOf(settings: MongodbSettings): MongoOptions {
  const { MONGODB_TLS_CA: tlsCaFile, MONGODB_TLS_CERT_KEY: tlsCertKeyFile } = settings;
  return {
    url: settings.MONGODB_URL,
    database: settings.MONGODB_DATABASE,
    poolSize: settings.MONGODB_POOL,
    serverMs: settings.MONGODB_SERVER_TIMEOUT,
    connectMs: settings.MONGODB_CONNECT_TIMEOUT,
    socketMs: settings.MONGODB_SOCKET_TIMEOUT,
    retryMs: settings.MONGODB_RETRY_TIMEOUT,
    ...(tlsCaFile !== undefined && { tlsCaFile }),
    ...(tlsCertKeyFile !== undefined && { tlsCertKeyFile }),
  };
}

/** As the driver reads it, who knows several hosts in one address, which no other reader of addresses does. Nothing is connected. */
function isAddress(value: string): boolean {
  try {
    return /^mongodb(\+srv)?:/.test(value) && new MongoClient(value) !== null;
  } catch {
    return false;
  }
}

function isPem(path: string): boolean {
  try {
    return readFileSync(path, 'utf8').includes('-----BEGIN ');
  } catch {
    return false;
  }
}

/** The same for `--help`. */
export const mongodbHelp = `  MONGODB_URL                      with all hosts of the replica set, or mongodb+srv:
  MONGODB_DATABASE (parley), MONGODB_POOL (20)
  MONGODB_TLS_CA, MONGODB_TLS_CERT_KEY
                                   PEM files; the second holds our certificate and its key
  MONGODB_SERVER_TIMEOUT (5s), MONGODB_CONNECT_TIMEOUT (5s), MONGODB_SOCKET_TIMEOUT (10s), MONGODB_RETRY_TIMEOUT (15s)`;
