import { describeEngine } from '@parley/testing';
import { KafkaProblem } from '../connection/kafka-problem.ts';
import type { KafkaOptions } from '../connection/kafka-options.ts';
import { openKafka } from '../open-kafka.ts';
import { Administrator, testOptions } from '../testing/kafka-process.ts';
import { faultsOf, topicDemands } from './topic-demands.ts';

describe('what is demanded of the topic', () => {
  const settings = new Map(topicDemands.map(({ setting, value }) => [setting, value]));
  const found = { topic: 'message.inbound.v1', partitions: 32, replicas: 3, settings };
  const options = { ...testOptions('kafka.example:9092'), partitions: 32 };
  const faults = (changes: Readonly<Record<string, string>>) =>
    faultsOf({ ...found, settings: new Map([...settings, ...Object.entries(changes)]) }, options);

  it('is met by what it creates itself', () => {
    expect(faultsOf(found, options)).toEqual([]);
    expect(faults({ 'retention.ms': '-1', 'min.insync.replicas': '3', 'max.message.bytes': '5000000' })).toEqual([]);
  });

  it('is told with topic, setting, found, wanted and what mends it', () => {
    expect(faults({ 'retention.ms': '604800000' })).toEqual([
      {
        isAlways: false,
        sentence:
          'message.inbound.v1: retention.ms is 604800000, wanted 1209600000 (14 days) or more. Mend it with kafka-configs.sh --bootstrap-server kafka.example:9092 --alter --entity-type topics --entity-name message.inbound.v1 --add-config retention.ms=1209600000',
      },
    ]);
  });

  it('is not taken for granted where the cluster does not know a setting', () => {
    const unknown = { ...found, settings: new Map([...settings].filter(([name]) => name !== 'retention.bytes')) };
    expect(faultsOf(unknown, options).map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining('retention.bytes is not known to this cluster'),
    ]);
  });

  it.each([
    ['cleanup.policy', 'compact', true],
    ['max.message.bytes', '100000', true],
    ['retention.bytes', '1000000', false],
    ['min.insync.replicas', '1', false],
    ['unclean.leader.election.enable', 'true', false],
    ['message.timestamp.before.max.ms', '9223372036854775807', false],
  ])('refuses %s=%s', (setting, value, isAlways) => {
    expect(faults({ [setting]: value })).toMatchObject([{ isAlways }]);
  });
});

describeEngine('kafka', 'the topic in Kafka', (brokers) => {
  const administrator = new Administrator(brokers);
  let options: KafkaOptions;
  beforeEach(() => {
    options = { ...testOptions(brokers), partitions: 3 };
  });
  afterEach(() => administrator.tidy(options.topicPrefix));
  afterAll(() => administrator.close());
  const problemOf = async (opening: Promise<unknown>): Promise<string> => {
    const error: unknown = await opening.then(
      () => null,
      (refused: unknown) => refused,
    );
    expect(error).toBeInstanceOf(KafkaProblem);
    return (error as KafkaProblem).message;
  };

  it('is created with its partitions and retention, and found again; one broker is amiss, and says so', async () => {
    for (const life of ['first', 'second']) {
      const kafka = await openKafka(options);
      await kafka.check();
      await kafka.close();
      expect([life, kafka.amiss.map((fault) => / (\S+) is /.exec(fault)?.[1])]).toEqual([
        life,
        ['replication', 'min.insync.replicas'],
      ]);
    }
    const [found] = (
      await administrator.admin.ask((admin) =>
        admin.fetchTopicMetadata({ topics: [`${options.topicPrefix}message.inbound.v1`] }),
      )
    ).topics;
    expect(found?.partitions).toHaveLength(3);
  });

  it('is created by several processes at once', async () => {
    const opened = await Promise.all([openKafka(options), openKafka(options), openKafka(options)]);
    await Promise.all(opened.map((kafka) => kafka.close()));
  });

  it('is refused with every fault at once unless less is meant', async () => {
    await (await openKafka(options)).close();
    const message = await problemOf(openKafka({ ...options, isDev: false }));
    expect(message.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(2);
    expect(message).toContain('DURABILITY=dev');
  });

  it('is refused with another partition count, even if less is meant', async () => {
    await (await openKafka(options)).close();
    expect(await problemOf(openKafka({ ...options, partitions: 4 }))).toContain('Set KAFKA_PARTITIONS=3');
  });

  it('is not created with fewer replicas than asked for', async () => {
    expect(await problemOf(openKafka({ ...options, isDev: false }))).toContain('could not be created');
  });

  it('is not waited for when no broker answers: who opens it is told where it looked', async () => {
    const nowhere = { ...options, brokers: ['127.0.0.1:1'] };
    expect(await problemOf(openKafka(nowhere))).toContain('Kafka at 127.0.0.1:1 does not answer');
  });
});
