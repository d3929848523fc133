import type { ConfigAnswer } from '@parley/service-kit';
import { readConfig, setting } from '@parley/service-kit';
import { z } from 'zod';
import { isLoopback, type TlsChoice } from './tls.ts';

/** How a process serves and calls over gRPC, read once from the environment. */
export interface GrpcConfig extends TlsChoice {
  readonly address: { readonly host: string; readonly port: number };
  readonly reflection: boolean;
  readonly limits: {
    readonly maxMessageBytes: number;
    readonly pingEveryMs: number;
    /** Of servers alone. */
    readonly maxConnectionAgeMs: number;
  };
}

/** Settings of every process that serves or calls over gRPC, to be spread into its own schema. */
export const grpcSettings = {
  GRPC_HOST: z.string().default('127.0.0.1'),
  GRPC_PORT: setting.port().prefault('50051'),
  GRPC_TLS_CERT: z.string().optional(),
  GRPC_TLS_KEY: z.string().optional(),
  GRPC_TLS_CA: z.string().optional(),
  GRPC_PLAINTEXT: setting.flag().prefault('false'),
  GRPC_REFLECTION: setting.flag().optional(),
  GRPC_MAX_MESSAGE: setting.bytes(1_000_000).prefault('32MB'),
  GRPC_PING_EVERY: setting.duration(1_000).prefault('20s'),
  GRPC_CONNECTION_AGE: setting.duration(10_000).prefault('5m'),
  NODE_ENV: z.string().optional(),
};

const schema = z.object(grpcSettings);

/** Reads and checks all of it; every fault at once. */
export function readGrpcConfig(environment: Readonly<Record<string, string | undefined>>): ConfigAnswer<GrpcConfig> {
  const read = readConfig(schema, environment, 'GRPC_');
  if (!read.ok) return read;
  return grpcOptionsOf(read.config);
}

/** What the settings mean. Reflection is on unless this is production: it tells whoever may connect what there is to call. */
export function grpcOptionsOf(settings: z.infer<typeof schema>): ConfigAnswer<GrpcConfig> {
  const problems = problemsOf(settings);
  if (problems.length > 0) return { ok: false, problems };
  const tls = { certFile: settings.GRPC_TLS_CERT, keyFile: settings.GRPC_TLS_KEY, caFile: settings.GRPC_TLS_CA };
  const isEncrypted = Object.values(tls).some((file) => file !== undefined);
  const config = {
    address: { host: settings.GRPC_HOST, port: settings.GRPC_PORT },
    ...(isEncrypted && { tls }),
    plaintext: settings.GRPC_PLAINTEXT,
    reflection: settings.GRPC_REFLECTION ?? settings.NODE_ENV !== 'production',
    limits: {
      maxMessageBytes: settings.GRPC_MAX_MESSAGE,
      pingEveryMs: settings.GRPC_PING_EVERY,
      maxConnectionAgeMs: settings.GRPC_CONNECTION_AGE,
    },
  };
  return { ok: true, config };
}

function problemsOf(settings: z.infer<typeof schema>): readonly string[] {
  const { GRPC_TLS_CERT: cert, GRPC_TLS_KEY: key, GRPC_TLS_CA: ca, GRPC_PLAINTEXT: plain, GRPC_HOST: host } = settings;
  const isEncrypted = cert !== undefined;
  return [
    ...(cert !== undefined && key === undefined ? ['GRPC_TLS_KEY: must be set, for GRPC_TLS_CERT is.'] : []),
    ...(key !== undefined && cert === undefined ? ['GRPC_TLS_CERT: must be set, for GRPC_TLS_KEY is.'] : []),
    ...(ca !== undefined && cert === undefined ? ['GRPC_TLS_CERT: must be set, for GRPC_TLS_CA is.'] : []),
    ...(isEncrypted && plain ? ['GRPC_PLAINTEXT: must not be true, for GRPC_TLS_CERT is set.'] : []),
    ...(!isEncrypted && !plain && !isLoopback(host)
      ? [
          `GRPC_HOST: is reached from elsewhere: set GRPC_TLS_CERT, GRPC_TLS_KEY and GRPC_TLS_CA, or GRPC_PLAINTEXT=true.`,
        ]
      : []),
  ];
}

/** The same for `--help`. @param port the service's own; absent = it only calls */
export const grpcHelp = (port?: number): string => `${
  port === undefined
    ? ''
    : `  GRPC_HOST (127.0.0.1), GRPC_PORT (${port})
                                   where it is called
`
}  GRPC_TLS_CERT, GRPC_TLS_KEY, GRPC_TLS_CA
                                   PEM files: mutual TLS between the services, demanded beyond this machine
  GRPC_PLAINTEXT (false)           plain beyond this machine, too
  GRPC_MAX_MESSAGE (32MB), GRPC_PING_EVERY (20s), GRPC_CONNECTION_AGE (5m), GRPC_REFLECTION`;
