import { readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { ChannelCredentials, ServerCredentials } from '@grpc/grpc-js';

/** PEM files. */
export interface TlsFiles {
  /** Our certificate, then those between it and the authority; absent for a client = it shows none. */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  /** Who signs the other side's certificate; for a server, present = callers must show one; for a client, absent = the system's authorities. */
  readonly caFile?: string | undefined;
}

export interface TlsChoice {
  readonly tls?: TlsFiles | undefined;
  /** Texts and keys may cross the network in the clear, even beyond this machine. */
  readonly plaintext?: boolean | undefined;
}

/** @throws Error with a sentence when it would be plain beyond this machine, or a file cannot be read */
export function serverCredentials({ tls, plaintext }: TlsChoice, host: string): ServerCredentials {
  if (tls === undefined) {
    if (!isLoopback(host) && plaintext !== true) throw new Error(refusal(`to be reached at ${host}`));
    return ServerCredentials.createInsecure();
  }
  const [cert, key, ca] = [read(tls.certFile), read(tls.keyFile), read(tls.caFile)];
  if (cert === null || key === null) throw new Error('A gRPC server needs a certificate and its key.');
  return ServerCredentials.createSsl(ca, [{ cert_chain: cert, private_key: key }], ca !== null);
}

/** @throws Error as above */
export function channelCredentials({ tls, plaintext }: TlsChoice, target: string): ChannelCredentials {
  if (tls !== undefined) return ChannelCredentials.createSsl(read(tls.caFile), read(tls.keyFile), read(tls.certFile));
  if (!hostsOf(target).every(isLoopback) && plaintext !== true) throw new Error(refusal(`to call ${target}`));
  return ChannelCredentials.createInsecure();
}

const refusal = (what: string): string =>
  `gRPC is not encrypted, and is asked ${what}: set GRPC_TLS_CERT, GRPC_TLS_KEY and GRPC_TLS_CA, or GRPC_PLAINTEXT=true.`;

/** The hosts of `dns:///chat:50051`, `ipv4:10.0.0.1:1,10.0.0.2:1`, `ipv6:[::1]:1`, `chat:50051`. */
export function hostsOf(target: string): readonly string[] {
  const path = target.replace(/^(dns|ipv4|ipv6):(\/\/[^/]*\/)?/, '');
  return path.split(',').map((address) => {
    const [, bracketed, plain] = /^(?:\[(.*)\]|([^:]*))(?::\d+)?$/.exec(address) ?? [];
    return bracketed ?? plain ?? address;
  });
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || /^127(\.\d{1,3}){3}$/.test(host) || (isIPv6(host) && host === '::1');
}

function read(file: string | undefined): Buffer | null {
  if (file === undefined) return null;
  try {
    return readFileSync(file);
  } catch {
    throw new Error(`${file} cannot be read.`);
  }
}
