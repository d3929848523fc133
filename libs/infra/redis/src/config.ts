import { readFileSync } from 'node:fs';
import type { ConfigAnswer } from '@parley/service-kit';
import { setting } from '@parley/service-kit';
import { z } from 'zod';

/** How a Redis is reached, and how long it is waited for. */
export interface RedisConnection {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly database: number;
  /** Absent = plain TCP. `ca`: PEM text; absent = the system's authorities. */
  readonly tls?: { readonly ca?: string };
  /** An answer that takes longer is gone on without, ms. */
  readonly timeoutMs: number;
  /** How many processes share every rate while each counts by itself. */
  readonly instances: number;
  /** Whether hints carry short news with their texts, or only that there is something to read. */
  readonly carriesTexts: boolean;
  /** Put before every key and channel where tests share a server. Never in production: the names are fixed. */
  readonly namespace?: string;
}

/** What an operator may say of Redis; spread into the shape of a service's settings. */
export const redisSettings = {
  /** `redis[s]://[user:password@]host[:port][/database]` */
  REDIS_URL: setting
    .url('redis:', 'rediss:')
    .refine(isPlain, 'must be redis[s]://[user:password@]host[:port][/database] and nothing more'),
  /** A PEM file with the authorities that may have signed the server's certificate. */
  REDIS_TLS_CA: z.string().transform(readPem).optional(),
  REDIS_USERNAME: z.string().optional(),
  REDIS_PASSWORD: z.string().optional(),
  REDIS_TIMEOUT_MS: setting.whole(5, 5_000).prefault('50'),
  REDIS_HINT_TEXTS: setting.flag().prefault('true'),
  /** Processes of this service; without Redis each takes its share of every rate. */
  PARLEY_INSTANCES: setting.whole(1, 10_000).prefault('2'),
};

export type RedisSettings = z.infer<z.ZodObject<typeof redisSettings>>;

/** Names of those that must not be shown. */
export const redisSecrets: readonly (keyof RedisSettings)[] = ['REDIS_PASSWORD'];

/** Checks what the settings say together; every fault at once, no value repeated. */
export function redisOptionsOf(settings: RedisSettings): ConfigAnswer<RedisConnection> {
  const url = new URL(settings.REDIS_URL);
  const problems = faultsOf(settings, url);
  if (problems.length > 0) return { ok: false, problems };
  const username = settings.REDIS_USERNAME ?? decoded(url.username) ?? '';
  const password = settings.REDIS_PASSWORD ?? decoded(url.password) ?? '';
  const ca = settings.REDIS_TLS_CA;
  return {
    ok: true,
    config: {
      // Brackets of an IPv6 address belong to the URL.
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? 6_379 : Number(url.port),
      ...(username !== '' && { username }),
      ...(password !== '' && { password }),
      database: Number(url.pathname.slice(1)),
      ...(url.protocol === 'rediss:' && { tls: ca === undefined ? {} : { ca } }),
      timeoutMs: settings.REDIS_TIMEOUT_MS,
      instances: settings.PARLEY_INSTANCES,
      carriesTexts: settings.REDIS_HINT_TEXTS,
    },
  };
}

function faultsOf(settings: RedisSettings, { username, password, protocol }: URL): readonly string[] {
  const user = settings.REDIS_USERNAME ?? '';
  const secret = settings.REDIS_PASSWORD ?? '';
  const twice = 'is set, and REDIS_URL has one, too: one of them must go.';
  return [
    user !== '' && username !== '' ? `REDIS_USERNAME: ${twice}` : '',
    secret !== '' && password !== '' ? `REDIS_PASSWORD: ${twice}` : '',
    user + username !== '' && secret + password === '' ? 'REDIS_PASSWORD: must be set, for there is a user.' : '',
    settings.REDIS_TLS_CA !== undefined && protocol !== 'rediss:'
      ? 'REDIS_TLS_CA: is of no use unless REDIS_URL begins with rediss://.'
      : '',
  ].filter((problem) => problem !== '');
}

function isPlain(address: string): boolean {
  // What is no address at all is said already.
  if (!URL.canParse(address)) return true;
  const { hostname, username, password, pathname, search, hash } = new URL(address);
  const isReadable = decoded(username) !== null && decoded(password) !== null;
  return isReadable && hostname !== '' && search === '' && hash === '' && /^(\/\d{0,4})?$/.test(pathname);
}

/** null = a % that means nothing. */
function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

function readPem(path: string, context: z.RefinementCtx): string {
  const text = readOrEmpty(path);
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  context.addIssue({ code: 'custom', message: 'must be a file with certificates in PEM form that can be read' });
  return z.NEVER;
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The same for `--help`. */
export const redisHelp = `  REDIS_URL                        redis[s]://[user:password@]host[:port][/database]
  REDIS_USERNAME, REDIS_PASSWORD, REDIS_TLS_CA
                                   where they are not in the address; the last is a PEM file
  REDIS_TIMEOUT_MS (50)            an answer that takes longer is gone on without
  REDIS_HINT_TEXTS (true)          whether hints carry short texts, or only that there is something to read
  PARLEY_INSTANCES (2)             processes of this service; without Redis each takes its share of every rate`;
