import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeEngine, freePort, makeTlsFiles, scratchFolder } from '@parley/testing';
import { startEngine, type GuardedDoor, type RunningEngine } from '@parley/testing/engines';
import kafkajs, { type AclEntry } from 'kafkajs';
import type { KafkaSasl, KafkaTls } from './connection/kafka-options.ts';
import { newClient } from './connection/new-client.ts';
import { KafkaProcess, testOptions } from './testing/kafka-process.ts';

const guide = fileURLToPath(new URL('../../../../apps/docs/operating/kafka.md', import.meta.url));
const username = 'parley';
const password = 'right-password';
const reader = 'chat.ingest-stimulus';

/** What the guide's commands allow, as requests. */
function allowed(): readonly AclEntry[] {
  const text = { type: 'string' } as const;
  const commands = readFileSync(guide, 'utf8').match(/^kafka-acls\.sh .*$/gm) ?? [];
  return commands.flatMap((command) => {
    const { values } = parseArgs({
      args: command.split(' ').slice(1),
      options: {
        add: { type: 'boolean' },
        ...{ 'allow-principal': text, topic: text, group: text },
        operation: { type: 'string', multiple: true },
      },
    });
    const { topic, group, operation: operations = [] } = values;
    return operations.map((operation) => ({
      principal: String(values['allow-principal']),
      host: '*',
      operation: kafkajs.AclOperationTypes[operation.replace(/(?!^)([A-Z])/g, '_$1').toUpperCase() as 'READ'],
      permissionType: kafkajs.AclPermissionTypes.ALLOW,
      resourceType: topic === undefined ? kafkajs.AclResourceTypes.GROUP : kafkajs.AclResourceTypes.TOPIC,
      resourceName: String(topic ?? group),
      resourcePatternType: kafkajs.ResourcePatternTypes.LITERAL,
    }));
  });
}

describeEngine('kafka', 'a guarded Kafka', () => {
  let broker: RunningEngine;
  let door: GuardedDoor;
  let tls: KafkaTls;
  const processes: KafkaProcess[] = [];

  beforeAll(async () => {
    const folder = scratchFolder('kafka');
    const files = makeTlsFiles(folder, 'door');
    door = { port: await freePort(), tls: files, username, password };
    broker = await startEngine('kafka', join(folder, 'broker'), { guarded: door });
    const [ca, cert, key] = [files.authorityFile, files.certificateFile, files.keyFile].map((file) =>
      readFileSync(file, 'utf8'),
    );
    tls = { ca: ca!, cert: cert!, key: key! };
    const admin = newClient(testOptions(broker.address), () => undefined).admin();
    await admin.createAcls({ acl: [...allowed()] });
    await admin.disconnect();
  }, 120_000);
  afterAll(async () => {
    await Promise.all(processes.map((process) => process.close()));
    await broker.stop();
  });

  function process(changes: { readonly tls?: KafkaTls | null; readonly sasl?: Partial<KafkaSasl> } = {}): KafkaProcess {
    const sasl = { mechanism: 'scram-sha-512', username, password, ...changes.sasl } as KafkaSasl;
    const made = new KafkaProcess(`localhost:${door.port}`, {
      topicPrefix: '',
      readers: [reader],
      tls,
      ...changes,
      sasl,
    });
    processes.push(made);
    return made;
  }

  it('needs to allow what the guide lists, whichever way the password is shown', async () => {
    for (const mechanism of ['scram-sha-512', 'plain'] as const) {
      const { log, told, kafka } = await process({ sasl: { mechanism } }).open();
      const eventId = `web:${mechanism}`;
      const seen = new Set<string>();
      const handle = async (batch: readonly { readonly eventId: string }[]): Promise<void> =>
        batch.forEach((record) => seen.add(record.eventId));
      const consumption = await log.consume({ name: reader, lanes: 1, maxBatch: 16, handle });
      const ids = { tenant: 'acme', conversation: 'c', connection: 'k1', eventId, generation: 1 };
      await log.append([{ ...ids, sealed: new Uint8Array(64), receivedAt: Date.now() }]);
      while (!seen.has(eventId)) await new Promise((resolve) => setTimeout(resolve, 20));
      await kafka.check();
      expect(await log.oldestUnprocessedMs(Date.now())).toBeGreaterThanOrEqual(0);
      await consumption.drain();
      // That a coordinator is not there yet is told, too.
      expect(told.filter(({ details }) => /authori[sz]/i.test(JSON.stringify(details)))).toEqual([]);
    }
  }, 60_000);

  it('lets nobody in with a wrong password, which is told and not shown', async () => {
    const open = process({ sasl: { password: 'wrong-password' } }).open();
    await expect(open).rejects.toThrow(/refuses KAFKA_USERNAME and KAFKA_PASSWORD: .*SCRAM-SHA-512/);
    await expect(open).rejects.not.toThrow(/wrong-password/);
  }, 60_000);

  it('is known by its certificate, and asks for ours', async () => {
    const stranger = { ...tls, ca: readFileSync(makeTlsFiles(scratchFolder('kafka'), 'other').authorityFile, 'utf8') };
    await expect(process({ tls: stranger }).open()).rejects.toThrow(/certificate/);
    await expect(process({ tls: { ca: tls.ca! } }).open()).rejects.toThrow(/does not answer/);
    await expect(process({ tls: null }).open()).rejects.toThrow(/does not answer/);
  }, 120_000);
});
