import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@parley/service-kit';
import { z } from 'zod';
import { kafkaOptionsOf, kafkaSettings } from './config.ts';

describe('the settings of Kafka', () => {
  const read = (environment: Readonly<Record<string, string>>) => {
    const answer = readConfig(z.object(kafkaSettings), environment, 'KAFKA_');
    return answer.ok ? kafkaOptionsOf(answer.config) : answer;
  };
  const problems = (environment: Readonly<Record<string, string>>): readonly string[] => {
    const answer = read(environment);
    return answer.ok ? [] : answer.problems;
  };

  it('are those of three replicas and 32 partitions when brokers alone are named', () => {
    expect(read({ KAFKA_BROKERS: 'a.example:9092, [::1]:9093' })).toEqual({
      ok: true,
      config: {
        brokers: ['a.example:9092', '[::1]:9093'],
        ...{ tls: null, sasl: null, partitions: 32, replication: 3, topicPrefix: '' },
        ...{ connectWithinMs: 5_000, requestWithinMs: 5_000, appendWithinMs: 10_000, sessionMs: 15_000 },
      },
    });
  });

  it('ask for the brokers', () => {
    expect(problems({})).toEqual(['KAFKA_BROKERS: must be set.']);
  });

  it('name every fault at once, and no value', () => {
    const found = problems({
      ...{ KAFKA_BROKERS: 'kafka', KAFKA_PARTITIONS: '0', KAFKA_TOPIC_PREFIX: 'a b', KAFKA_SASL: 'gssapi' },
    });
    expect(found.map((problem) => problem.split(':')[0])).toEqual([
      'KAFKA_BROKERS',
      'KAFKA_SASL',
      'KAFKA_PARTITIONS',
      'KAFKA_TOPIC_PREFIX',
    ]);
    expect(problems({ KAFKA_BROKERS: 'a:99999' })).toHaveLength(1);
  });

  it('refuse half of TLS', () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-kafka-'));
    const [cert, text] = [join(folder, 'cert.pem'), join(folder, 'text')];
    writeFileSync(cert, '-----BEGIN CERTIFICATE-----\n');
    writeFileSync(text, 'no certificate');
    const kafka = { KAFKA_BROKERS: 'a:9092' };
    expect(problems({ ...kafka, KAFKA_TLS_CA: cert })).toEqual([
      'KAFKA_TLS: must be true for KAFKA_TLS_CA, KAFKA_TLS_CERT or KAFKA_TLS_KEY.',
    ]);
    expect(problems({ ...kafka, KAFKA_TLS: 'true', KAFKA_TLS_CERT: cert })).toEqual([
      'KAFKA_TLS_KEY: must be set with KAFKA_TLS_CERT.',
    ]);
    expect(problems({ ...kafka, KAFKA_TLS: 'true', KAFKA_TLS_CA: text, KAFKA_TLS_KEY: `${text}-none` })).toEqual([
      'KAFKA_TLS_CERT: must be set with KAFKA_TLS_KEY.',
      'KAFKA_TLS_CA: must name a PEM file.',
      'KAFKA_TLS_KEY: must name a file that can be read.',
    ]);
    expect(read({ ...kafka, KAFKA_TLS: 'true', KAFKA_TLS_CA: cert })).toMatchObject({
      config: { tls: { ca: '-----BEGIN CERTIFICATE-----\n' } },
    });
  });

  it('refuse a user without a password, a password without a mechanism, and a password in plain text', () => {
    const kafka = { KAFKA_BROKERS: 'a:9092' };
    expect(problems({ ...kafka, KAFKA_SASL: 'scram-sha-512', KAFKA_USERNAME: 'u' })).toEqual([
      'KAFKA_PASSWORD: must be set with KAFKA_SASL.',
    ]);
    expect(problems({ ...kafka, KAFKA_PASSWORD: 's' })).toEqual([
      'KAFKA_SASL: must be set with KAFKA_USERNAME and KAFKA_PASSWORD.',
    ]);
    expect(problems({ ...kafka, KAFKA_SASL: 'plain', KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 's' })).toEqual([
      'KAFKA_TLS: must be true with KAFKA_SASL=plain, which sends the password as it is.',
    ]);
    expect(read({ ...kafka, KAFKA_SASL: 'scram-sha-256', KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 's' })).toMatchObject({
      config: { sasl: { mechanism: 'scram-sha-256', username: 'u', password: 's' } },
    });
  });
});
