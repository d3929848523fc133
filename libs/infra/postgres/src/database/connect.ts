import pg from 'pg';
import { PostgresProblem } from '../embedded/postgres-problem.ts';
import type { PostgresAddress } from './address.ts';

/**
 * One connection, for what is done at a start. Throws PostgresProblem (a sentence) where the server cannot be trusted, or the
 * certificate authority of the address cannot be read; other failures as they are.
 */
export async function connect(address: PostgresAddress & pg.ClientConfig): Promise<pg.Client> {
  try {
    const client = new pg.Client(address);
    client.on('error', () => undefined);
    await client.connect();
    return client;
  } catch (cause) {
    const sentence = explain(cause as NodeJS.ErrnoException);
    throw sentence === null ? cause : new PostgresProblem(sentence, { cause });
  }
}

/** Of OpenSSL's and Node's refusals of a certificate; null = it was something else. */
function explain({ code = '', message, path = '' }: NodeJS.ErrnoException): string | null {
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'CERT_SIGNATURE_FAILURE':
      return `The database showed a certificate that no trusted authority has signed (${message}), and nothing was sent to it. Name its authority with sslrootcert in DATABASE_URL.`;
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return `The certificate of the database is out of date (${message}), and nothing was sent to it. Renew it.`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `The certificate of the database is of another host (${message}), and nothing was sent to it. Name the host in DATABASE_URL as the certificate does.`;
    case 'ENOENT':
    case 'EACCES':
      return path === '' ? null : `${path}, which DATABASE_URL names, cannot be read.`;
    default:
      return message === 'The server does not support SSL connections'
        ? 'The database does not speak TLS, which sslmode in DATABASE_URL demands. Turn on ssl there.'
        : null;
  }
}
