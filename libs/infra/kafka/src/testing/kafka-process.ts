import { randomUUID } from 'node:crypto';
import { connect, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';
import { KafkaAdmin } from '../connection/admin.ts';
import type { KafkaOptions } from '../connection/kafka-options.ts';
import { newClient } from '../connection/new-client.ts';
import type { KafkaEventLog } from '../event-log/kafka-event-log.ts';
import { openKafka, type OpenKafka } from '../open-kafka.ts';
import { leaveGroup } from './leave-group.ts';

export interface Told {
  readonly event: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A process as far as Kafka can tell: connections of its own, which end without a word when it is killed. */
export class KafkaProcess {
  readonly told: Told[] = [];
  private readonly sockets = new Set<Socket>();
  private isDead = false;
  private isDeaf = false;
  private opened: OpenKafka | null = null;
  readonly options: KafkaOptions;

  constructor(brokers: string, changes: Partial<KafkaOptions>) {
    this.options = { ...testOptions(brokers), clientId: `tests-${randomUUID()}`, ...changes };
    this.options = {
      ...this.options,
      socketFactory: (place) => this.connect(place),
      warn: (event, details) => void this.told.push({ event, details }),
    };
  }

  async open(): Promise<this> {
    this.opened = await openKafka(this.options);
    return this;
  }

  get kafka(): OpenKafka {
    if (this.opened === null) throw new Error('it is not open');
    return this.opened;
  }

  get log(): KafkaEventLog {
    return this.kafka.log;
  }

  /** From now on, or no longer, nothing that the brokers answer arrives; what is sent does. */
  deafen(isDeaf: boolean): void {
    this.isDeaf = isDeaf;
    if (!isDeaf) for (const socket of this.sockets) socket.destroy(new Error('the connection was cut'));
  }

  /** Ends it as SIGKILL would: no commit, no goodbye. The brokers notice when its session has timed out. */
  kill(): void {
    this.isDead = true;
    for (const socket of this.sockets) socket.destroy(new Error('the process is dead'));
    void this.opened?.close();
  }

  /** Closes it unless it is dead. */
  async close(): Promise<void> {
    if (!this.isDead) await this.opened?.close();
  }

  private connect(place: Parameters<ISocketFactory>[0]): Socket {
    const socket = this.isDead ? new Socket() : opened(place);
    if (this.isDead) process.nextTick(() => socket.destroy(new Error('the process is dead')));
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    const emit = socket.emit.bind(socket);
    socket.emit = (event: string | symbol, ...rest: unknown[]) => {
      return event === 'data' && this.isDeaf ? true : (emit as (...all: unknown[]) => boolean)(event, ...rest);
    };
    return socket;
  }
}

function opened({ host, port, ssl, onConnect }: Parameters<ISocketFactory>[0]): Socket {
  if (!ssl) return connect({ host, port }, onConnect);
  return connectTls({ ...ssl, host, port, servername: host }, onConnect);
}

export function testOptions(brokers: string): KafkaOptions {
  return {
    brokers: brokers.split(','),
    ...{ tls: null, sasl: null, clientId: 'tests', connectWithinMs: 3_000, requestWithinMs: 5_000 },
    ...{ topicPrefix: `t${randomUUID().slice(0, 8)}.`, partitions: 1, replication: 3, isDev: true },
    ...{ appendWithinMs: 10_000, sessionMs: 6_000, readers: [], oldestKeptMs: 0 },
    warn: () => undefined,
  };
}

/** An administrator's connection, for what tests look at and tidy away. */
export class Administrator {
  readonly admin: KafkaAdmin;
  private readonly brokers: string;

  constructor(brokers: string) {
    this.brokers = brokers;
    this.admin = new KafkaAdmin(newClient(testOptions(brokers), () => undefined));
  }

  /** Takes a dead process out of its groups, as the end of its session would. */
  async forget({ options }: KafkaProcess): Promise<void> {
    for (const groupId of await this.groups(options.topicPrefix)) {
      const { groups } = await this.admin.ask((cluster) => cluster.describeGroups([groupId]));
      const dead = groups.flatMap(({ members }) => members.filter(({ clientId }) => clientId === options.clientId));
      for (const { memberId } of dead) await leaveGroup(this.brokers.split(',')[0] ?? '', groupId, memberId);
    }
  }

  /** Deletes what was made under a prefix. */
  async tidy(topicPrefix: string): Promise<void> {
    const topics = (await this.admin.ask((cluster) => cluster.listTopics())).filter((t) => t.startsWith(topicPrefix));
    if (topics.length > 0) await this.admin.ask((cluster) => cluster.deleteTopics({ topics }));
    const groups = await this.groups(topicPrefix);
    // A member may not have left yet: what cannot be deleted now expires by itself.
    if (groups.length > 0) await this.admin.ask((cluster) => cluster.deleteGroups([...groups])).catch(() => undefined);
  }

  close(): Promise<void> {
    return this.admin.close();
  }

  private async groups(topicPrefix: string): Promise<readonly string[]> {
    const { groups } = await this.admin.ask((cluster) => cluster.listGroups());
    return groups.map(({ groupId }) => groupId).filter((groupId) => groupId.startsWith(topicPrefix));
  }
}
