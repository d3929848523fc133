import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './sources.ts';

interface Service {
  readonly image?: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test?: readonly string[] };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
}

interface Composition {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** What is missing in a service: each of these has cost somebody an evening or their data. */
function wants(
  { image = '', ports = [], volumes = [], healthcheck }: Service,
  known: Composition['volumes'],
): string[] {
  const named = volumes.map((volume) => volume.split(':')[0] ?? '');
  return [
    ...(/^[\w./-]+:\d+\.\d+\.\d+(-pg\d+)?$/.test(image) ? [] : [`a pinned image instead of “${image}”`]),
    ...(ports.length > 0 && ports.every((port) => port.startsWith('127.0.0.1:'))
      ? []
      : ['ports on the loopback alone']),
    ...(named.length > 0 && named.every((name) => name in known) ? [] : ['a volume that is declared']),
    ...((healthcheck?.test?.length ?? 0) > 1 ? [] : ['a health check']),
  ];
}

describe('the servers for a machine with Docker', () => {
  const { services, volumes } = parse(read('deploy/compose/engines.yml')) as Composition;

  it('are those that `npm run engines` starts', () => {
    expect(Object.keys(services).sort()).toEqual(['kafka', 'mongodb', 'postgres', 'redis']);
  });

  it.each(Object.entries(services))('%s has an image, its port, its data and its health in order', (_name, service) => {
    expect(wants(service, volumes)).toEqual([]);
  });

  it('that lack all of it would be seen', () => {
    const careless = { image: 'redis:latest', ports: ['6379:6379'], volumes: ['./data:/data'] };
    expect(wants(careless, {})).toHaveLength(4);
  });

  it('rule 17: keep what they have acknowledged', () => {
    const { postgres, redis, mongodb, kafka } = services;
    expect(postgres?.command).toEqual(
      expect.arrayContaining(['fsync=on', 'synchronous_commit=on', 'full_page_writes=on']),
    );
    expect(redis?.command?.join(' ')).toContain('--appendonly yes');
    expect(mongodb?.command).toContain('--replSet');
    expect(kafka?.environment).toMatchObject({
      KAFKA_UNCLEAN_LEADER_ELECTION_ENABLE: 'false',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    });
  });

  it('have the Kafka that is started without Docker, and no password of their own', () => {
    const jars = /<artifactId>kafka_2\.13<\/artifactId>\s*<version>([\d.]+)</.exec(
      read('libs/testing/engines/kafka/pom.xml'),
    )?.[1];
    expect(services['kafka']?.image).toBe(`apache/kafka:${jars ?? 'none'}`);
    expect(services['postgres']?.environment?.['POSTGRES_PASSWORD']).toMatch(/^\$\{PARLEY_POSTGRES_PASSWORD:\?/);
  });
});
