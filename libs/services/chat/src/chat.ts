import { Answering } from './answering.ts';
import { Backlog } from './backlog.ts';
import { ChatController } from './chat.controller.ts';
import type { ChatPorts } from './chat-ports.ts';
import type { ChatConfig } from './config.ts';
import { ConnectionSecrets } from './connection-secrets.ts';
import { DeliverReplies } from './deliver-replies.ts';
import { HealthNotes } from './health-notes.ts';
import { ingestStimuli } from './ingest-stimulus.ts';
import { KnownWords } from './known-words.ts';
import { OpenStreams } from './open-streams.ts';
import { OutboundGate } from './outbound-gate.ts';
import { OutcomeWaiters } from './outcome-waiters.ts';
import { PlaceBook } from './place-book.ts';
import { StatusBatch } from './status-batch.ts';

/** The chat service, put together. */
export interface Chat {
  readonly service: ChatController;
  /** Takes up what was left by the last run, then begins to consume the log. */
  start(): Promise<void>;
  /** Refuses what comes, finishes what is under way. */
  drain(): Promise<void>;
}

const markEveryMs = 10;
const measureEveryMs = 30_000;
const noteEveryMs = 1_000;

/** Chat's name as a reader of the log. */
export const ingestConsumer = 'chat.ingest-stimulus';

export function createChat(ports: ChatPorts, config: ChatConfig): Chat {
  const { directory } = ports;
  const warn = (error: unknown): void => ports.warn('delivery.unmarked', { error: String(error) });
  const statuses = new StatusBatch(ports.deliveries, markEveryMs, warn);
  const secrets = new ConnectionSecrets(ports);
  const places = new PlaceBook(ports);
  const gate = new OutboundGate(ports);
  const health = new HealthNotes(ports.health, ports.now);
  const deliver = new DeliverReplies({ ports, config, directory, statuses, secrets, places, gate, health });
  const answering = new Answering(ports.now);
  const waiters = new OutcomeWaiters(ports);
  const backlog = new Backlog(config);
  const streams = new OpenStreams(config.streamsPerConversation);
  const receive = { ports, config, directory, backlog, answering, waiters, secrets, places, health };
  const service = new ChatController(receive, streams);
  const ingest = { ports, config, deliver, waiters, answering, health, knownWords: new KnownWords() };
  let stop: () => Promise<void> = () => Promise.resolve();

  return {
    service,
    async start() {
      await gate.refresh();
      await deliver.scan();
      await backlog.measure(ports.log, ports.now());
      // Last of what can fail: it is begun once, however often the start is tried.
      const consumption = await ports.log.consume({
        name: ingestConsumer,
        lanes: config.lanes,
        maxBatch: config.maxBatch,
        everyMs: config.batchEveryMs,
        handle: (batch) => ingestStimuli(ingest, batch),
        onPause: (error, retryInMs) => ports.warn('ingest.paused', { error: String(error), retryInMs }),
      });
      backlog.follow(consumption);
      const scanning = every(config.scanEveryMs, () => deliver.scan(), warn);
      const measuring = every(measureEveryMs, () => backlog.measure(ports.log, ports.now()), warn);
      const refreshing = every(config.scanEveryMs, () => gate.refresh(), warn);
      const noting = every(noteEveryMs, () => health.flush(), warn);
      stop = async () => {
        for (const end of [scanning, measuring, refreshing, noting]) end();
        await consumption.drain();
      };
    },
    async drain() {
      backlog.close();
      streams.closeAll();
      await stop();
      await deliver.drain();
      await health.flush().catch(warn);
    },
  };
}

/** Repeats a task, never twice at once, until the answered function is called. */
function every(ms: number, task: () => Promise<unknown>, warn: (error: unknown) => void): () => void {
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const again = (): void => {
    if (!isOver) timer = setTimeout(() => void task().catch(warn).finally(again), ms);
  };
  again();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
