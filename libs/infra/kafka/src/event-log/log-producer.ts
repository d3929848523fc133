import { EventLogUnavailable } from '@parley/ports';
import type { Kafka, Message, Producer } from 'kafkajs';
import { Partitioners } from '../connection/kafkajs.ts';
import { sentence } from '../connection/errors.ts';
import type { KafkaOptions } from '../connection/kafka-options.ts';
import { within } from '../connection/time-limit.ts';

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 1_000;

/** A message and where it goes. */
export type PlacedMessage = Message & { readonly partition: number };

/**
 * An idempotent producer that is never used again after a failure. kafkajs takes its sequence numbers back when it gives
 * up; the next batch would then carry numbers that the broker may have stored already, be taken for a repetition and
 * be dropped although acknowledged. A new producer has an id of its own.
 */
export class LogProducer {
  private current: Promise<Producer> | null = null;

  constructor(
    private readonly client: Kafka,
    private readonly topic: string,
    private readonly options: Pick<KafkaOptions, 'appendWithinMs' | 'requestWithinMs'>,
  ) {}

  /** So that the first append need not wait for it. */
  async connect(): Promise<void> {
    await this.producer();
  }

  /**
   * Durable on all in-sync replicas when it resolves. One call at a time. Rejects with kafkajs' error, or with
   * `EventLogUnavailable` when it takes too long; then the records may have been written, or may be yet.
   */
  async send(messages: readonly PlacedMessage[]): Promise<void> {
    const connected = this.producer();
    const sending = connected.then((producer) => this.write(producer, messages));
    try {
      await within(sending, this.options.appendWithinMs, () => new EventLogUnavailable('Kafka did not answer in time'));
    } catch (error) {
      if (this.current === connected) this.current = null;
      // What still goes on connects again by itself: it is closed when it has ended.
      void sending.catch(() => undefined).then(() => connected.then(leave, () => undefined));
      throw error;
    }
  }

  async close(): Promise<void> {
    const connected = this.current;
    this.current = null;
    await connected?.then(leave, () => undefined);
  }

  private async write(producer: Producer, messages: readonly PlacedMessage[]): Promise<void> {
    const { topic, options } = this;
    const answers = await producer.send({ topic, acks: -1, timeout: options.requestWithinMs, messages: [...messages] });
    const stored = new Set(answers.filter(({ errorCode }) => errorCode === 0).map(({ partition }) => partition));
    // When a partition's leader moves between two tries, kafkajs can leave its messages out and still resolve.
    if (messages.some(({ partition }) => !stored.has(partition)))
      throw new EventLogUnavailable('Kafka did not answer for every partition');
  }

  private producer(): Promise<Producer> {
    const connected = (this.current ??= this.newProducer());
    connected.catch(() => {
      if (this.current === connected) this.current = null;
    });
    return connected;
  }

  private async newProducer(): Promise<Producer> {
    const producer = this.client.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: {
        initialRetryTime: FIRST_RETRY_MS,
        maxRetryTime: LONGEST_RETRY_MS,
        multiplier: 2,
        factor: 0.3,
        // By itself it would go on for ever, long after its caller has been told.
        retries: Math.ceil(this.options.appendWithinMs / LONGEST_RETRY_MS) + 3,
      },
    });
    try {
      await producer.connect();
    } catch (error) {
      void leave(producer);
      throw new EventLogUnavailable(`Kafka cannot be reached: ${sentence(error)}`, 'unreachable', { cause: error });
    }
    return producer;
  }
}

function leave(producer: Producer): Promise<void> {
  return producer.disconnect().catch(() => undefined);
}
