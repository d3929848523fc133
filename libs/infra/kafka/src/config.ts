import { readFileSync } from 'node:fs';
import { setting, type ConfigAnswer } from '@parley/service-kit';
import { z } from 'zod';
import type { KafkaOptions, KafkaSasl, KafkaTls } from './connection/kafka-options.ts';

const HOST_AND_PORT = /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+):([1-9]\d{0,4})$/;

/** What an operator may set of Kafka; spread into a composition's own schema. */
export const kafkaSettings = {
  KAFKA_BROKERS: setting
    .list()
    .refine((brokers) => brokers.length > 0 && brokers.every(isBroker), 'must be host:port, or several with commas'),
  KAFKA_TLS: setting.flag().default(false),
  KAFKA_TLS_CA: z.string().optional(),
  KAFKA_TLS_CERT: z.string().optional(),
  KAFKA_TLS_KEY: z.string().optional(),
  KAFKA_SASL: z
    .enum(['plain', 'scram-sha-256', 'scram-sha-512'], 'must be plain, scram-sha-256 or scram-sha-512')
    .optional(),
  KAFKA_USERNAME: z.string().optional(),
  KAFKA_PASSWORD: z.string().optional(),
  KAFKA_PARTITIONS: setting.whole(1, 10_000).default(32),
  KAFKA_REPLICATION: setting.whole(1, 10).default(3),
  KAFKA_TOPIC_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,100}$/, 'may hold letters, digits, dots, dashes and underscores')
    .default(''),
  KAFKA_CONNECT_WITHIN: setting.duration(100).default(5_000),
  KAFKA_REQUEST_WITHIN: setting.duration(100).default(5_000),
  KAFKA_APPEND_WITHIN: setting.duration(1_000).default(10_000),
  KAFKA_SESSION: setting.duration(6_000).default(15_000),
};

/** Their names that hold secrets. */
export const kafkaSecrets: readonly string[] = ['KAFKA_PASSWORD'];

type ParsedKafka = z.infer<z.ZodObject<typeof kafkaSettings>>;

/** What the environment says; the composition adds the rest. */
export type KafkaSet = Omit<KafkaOptions, 'clientId' | 'isDev' | 'readers' | 'warn' | 'inject' | 'socketFactory'>;

/** Faults that only several settings together show are sentences, one each. */
export function kafkaOptionsOf(parsed: ParsedKafka): ConfigAnswer<KafkaSet> {
  const problems: string[] = [];
  const tls = tlsOf(parsed, problems);
  const sasl = saslOf(parsed, problems);
  if (problems.length > 0) return { ok: false, problems };
  const config: KafkaSet = {
    brokers: parsed.KAFKA_BROKERS,
    tls,
    sasl,
    connectWithinMs: parsed.KAFKA_CONNECT_WITHIN,
    requestWithinMs: parsed.KAFKA_REQUEST_WITHIN,
    topicPrefix: parsed.KAFKA_TOPIC_PREFIX,
    partitions: parsed.KAFKA_PARTITIONS,
    replication: parsed.KAFKA_REPLICATION,
    appendWithinMs: parsed.KAFKA_APPEND_WITHIN,
    sessionMs: parsed.KAFKA_SESSION,
  };
  return { ok: true, config };
}

function tlsOf(parsed: ParsedKafka, problems: string[]): KafkaTls | null {
  const { KAFKA_TLS: isOn, KAFKA_TLS_CA: ca, KAFKA_TLS_CERT: cert, KAFKA_TLS_KEY: key } = parsed;
  if (!isOn) {
    if (ca ?? cert ?? key) problems.push('KAFKA_TLS: must be true for KAFKA_TLS_CA, KAFKA_TLS_CERT or KAFKA_TLS_KEY.');
    return null;
  }
  if (cert !== undefined && key === undefined) problems.push('KAFKA_TLS_KEY: must be set with KAFKA_TLS_CERT.');
  if (key !== undefined && cert === undefined) problems.push('KAFKA_TLS_CERT: must be set with KAFKA_TLS_KEY.');
  return {
    ...pemOf('ca', 'KAFKA_TLS_CA', ca, problems),
    ...pemOf('cert', 'KAFKA_TLS_CERT', cert, problems),
    ...pemOf('key', 'KAFKA_TLS_KEY', key, problems),
  };
}

function pemOf(member: keyof KafkaTls, name: string, path: string | undefined, problems: string[]): KafkaTls {
  if (path === undefined) return {};
  try {
    const pem = readFileSync(path, 'utf8');
    if (pem.includes('-----BEGIN ')) return { [member]: pem };
    problems.push(`${name}: must name a PEM file.`);
  } catch {
    problems.push(`${name}: must name a file that can be read.`);
  }
  return {};
}

function saslOf(parsed: ParsedKafka, problems: string[]): KafkaSasl | null {
  const { KAFKA_SASL: mechanism, KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = parsed;
  if (mechanism === undefined) {
    if (username ?? password) problems.push('KAFKA_SASL: must be set with KAFKA_USERNAME and KAFKA_PASSWORD.');
    return null;
  }
  if (username === undefined) problems.push('KAFKA_USERNAME: must be set with KAFKA_SASL.');
  if (password === undefined) problems.push('KAFKA_PASSWORD: must be set with KAFKA_SASL.');
  if (mechanism === 'plain' && !parsed.KAFKA_TLS)
    problems.push('KAFKA_TLS: must be true with KAFKA_SASL=plain, which sends the password as it is.');
  return username === undefined || password === undefined ? null : { mechanism, username, password };
}

function isBroker(value: string): boolean {
  const [, port] = HOST_AND_PORT.exec(value) ?? [];
  return Number(port) <= 65_535;
}

/** The same for `--help`. */
export const kafkaHelp = `  KAFKA_BROKERS                    host:port, several with commas
  KAFKA_PARTITIONS (32), KAFKA_REPLICATION (3), KAFKA_TOPIC_PREFIX
                                   of the topic, which is made where there is none; the partitions are fixed for ever
  KAFKA_TLS (false), KAFKA_TLS_CA, KAFKA_TLS_CERT, KAFKA_TLS_KEY
                                   PEM files
  KAFKA_SASL, KAFKA_USERNAME, KAFKA_PASSWORD
                                   plain (with TLS), scram-sha-256 or scram-sha-512
  KAFKA_CONNECT_WITHIN (5s), KAFKA_REQUEST_WITHIN (5s), KAFKA_APPEND_WITHIN (10s), KAFKA_SESSION (15s)
                                   the last: who was not heard of for so long has lost its partitions`;
