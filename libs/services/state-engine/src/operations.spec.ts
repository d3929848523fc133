import { OutcomeKind } from '@parley/contracts';
import { readCanonical } from '@parley/message';
import { EventLogUnavailable, MemoryEventLog, type NewLogRecord } from '@parley/ports';
import { EngineWorld, repliesOf, tenant } from './testing/engine-world.ts';

const done = ['Done, id T-1.', 'Anything else?'];
const unclear = 'I cannot see yet whether the bank sent it. A colleague checks; please do not send it again.';

async function transferring(options: Parameters<typeof EngineWorld.open>[0] = {}): Promise<EngineWorld> {
  const world = await EngineWorld.open(options);
  await world.say('ann', 'send 200 to Bob');
  return world;
}

async function replies(world: EngineWorld): Promise<readonly string[]> {
  return (await world.pump()).flatMap((outcome) => repliesOf(outcome));
}

describe('an operation', () => {
  it('[E030] rule 7: is committed, performed outside, and its result returns through the log', async () => {
    const world = await transferring();
    expect(await world.perform()).toEqual([{ kind: 'result' }]);
    expect(world.store.log.map(({ eventId }) => eventId)).toEqual(['op:ann:1:1:1']);
    expect(await replies(world)).toEqual(done);
    expect(await world.ports.operations.due(world.now + 100_000, 10)).toEqual([]);
    expect(await world.verify('ann')).toEqual([]);
  });

  it('rule 22: is called under its id, with the input of the sealed entry', async () => {
    const world = await transferring();
    await world.perform();
    expect(world.calls).toHaveLength(1);
    expect(world.calls[0]).toMatchObject({ tenant: 'acme', adapter: 'demo-bank.transfer', key: 'ann:1:1' });
    expect(readCanonical(world.calls[0]?.inputJson ?? new Uint8Array(0))).toEqual({ amount: 200, to: 'Bob' });
  });

  it('rule 22: is claimed before the call, so that two processes call once', async () => {
    const world = await transferring();
    const performed = await Promise.all([world.perform(), world.beside().perform()]);
    expect(
      performed
        .flat()
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['left', 'result']);
    expect(world.calls).toHaveLength(1);
  });

  it('rule 22: that was refused is over: a definite answer decides', async () => {
    const world = await transferring();
    world.script('failed', 'done');
    expect(await world.perform()).toEqual([{ kind: 'result' }]);
    expect(world.calls).toHaveLength(1);
    expect(await replies(world)).toContain('A colleague takes over from here.');
  });

  it('rule 22: whose answer was lost is tried again after its back-off, byte for byte, under the same key', async () => {
    const world = await transferring();
    world.script('lost', 'done');
    const [first] = await world.perform();
    expect(first).toMatchObject({ kind: 'again', notBefore: world.now + 2_000 });
    world.pass(60_000);
    expect(await world.beside().perform()).toEqual([{ kind: 'result' }]);
    expect(world.calls.map(({ key }) => key)).toEqual(['ann:1:1', 'ann:1:1']);
    expect(world.calls[1]?.inputJson).toEqual(world.calls[0]?.inputJson);
    expect(await replies(world)).toEqual(done);
  });

  it('rule 22: with keys is tried again when its answer was lost; a later definite answer decides', async () => {
    const world = await transferring();
    world.script('lost', 'lost', 'done');
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await world.perform();
      world.pass(32_000);
    }
    expect(world.calls).toHaveLength(3);
    expect(await replies(world)).toEqual(done);
  });

  it('rule 22: whose answer was lost for good ends unknown, and takes its own branch', async () => {
    const world = await transferring();
    world.script('lost', 'lost', 'lost');
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await world.perform();
      world.pass(31_000);
    }
    expect(await replies(world)).toEqual([unclear, 'A colleague takes over from here.']);
  });

  it('rule 22: without keys is never repeated: a lost answer is unknown at once', async () => {
    const world = await transferring({ keyed: false, flow: await unkeyedFlow() });
    world.script('lost');
    expect(await world.perform()).toEqual([{ kind: 'result' }]);
    expect(await replies(world)).toContain(unclear);
    expect(world.calls).toHaveLength(1);
  });

  it('rule 22: claimed by a process that died is repeated under its key when the claim runs out', async () => {
    const world = await transferring();
    const [row] = await world.ports.operations.due(world.now, 1);
    await claimAndDie(world, row?.operation ?? '');
    world.pass(30_001);
    expect(await world.perform()).toEqual([{ kind: 'result' }]);
    expect(world.calls.map(({ key }) => key)).toEqual(['ann:1:1']);
    expect(await replies(world)).toEqual(done);
  });

  it('rule 22: claimed by a process that died is unknown where the far side takes no keys', async () => {
    const world = await transferring({ keyed: false, flow: await unkeyedFlow() });
    await claimAndDie(world, 'ann:1:1');
    world.pass(30_001);
    await world.perform();
    expect(world.calls).toEqual([]);
    expect(await replies(world)).toContain(unclear);
  });

  it('rule 22: that nobody performed before its deadline failed: nothing happened', async () => {
    const world = await transferring();
    world.pass(10 * 60_000);
    await world.perform();
    expect(world.calls).toEqual([]);
    expect(world.store.log.map(({ eventId }) => eventId)).toEqual(['op:ann:1:1:deadline']);
    expect(await replies(world)).toEqual(['A colleague takes over from here.']);
  });

  it('rule 7: has one result: what comes second is late', async () => {
    const world = await transferring();
    await world.perform();
    await world.pump();
    const body = { kind: 'result', operation: 'ann:1:1', attempt: 1, outcome: 'unknown' } as const;
    expect(await world.send('ann', 'op:ann:1:1:deadline', body)).toMatchObject({ recorded: 'late' });
    expect(await world.verify('ann')).toEqual([]);
  });

  it('rule 19: keeps its answer while the log is away', async () => {
    const world = await transferring();
    let failures = 2;
    const log = new (class extends MemoryEventLog {
      override append(records: readonly NewLogRecord[]): Promise<void> {
        failures -= 1;
        return failures >= 0 ? Promise.reject(new EventLogUnavailable('away')) : super.append(records);
      }
    })(world.store);
    expect(await world.beside({ ports: { log } }).perform()).toEqual([{ kind: 'result' }]);
    expect(world.calls).toHaveLength(1);
    expect(await replies(world)).toEqual(done);
  });

  it('rule 8: defers what is said meanwhile, and takes it up after the result, in order', async () => {
    const world = await transferring();
    const asked = await world.send('ann', 'web:fees', { kind: 'message', text: 'what are the fees?' });
    expect(asked).toMatchObject({ recorded: 'deferred', deliveries: 0 });
    await world.perform();
    expect(await replies(world)).toEqual([...done, 'Transfers are free.', 'Anything else?']);
    const journal = await world.journal('ann');
    expect(journal.at(-1)?.settles).toEqual(['web:fees']);
    const found = await world.service.findOutcome({ tenant, conversation: 'ann', eventId: 'web:fees' });
    expect([found.recorded?.recorded, found.settled?.settles]).toEqual(['deferred', ['web:fees']]);
  });

  it('rule 8: refuses the 33rd message with a reply, and records it', async () => {
    const world = await transferring();
    for (let n = 1; n <= 32; n += 1) {
      expect(await world.send('ann', `web:d${n}`, { kind: 'message', text: `more ${n}` })).toMatchObject({
        recorded: 'deferred',
      });
    }
    const overflow = await world.send('ann', 'web:d33', { kind: 'message', text: 'more 33' });
    expect(overflow).toMatchObject({ recorded: 'refused', code: 'queue-full' });
    expect(repliesOf(overflow)).toEqual(['One moment, please: I am still working on what you asked before.']);
    expect(await world.verify('ann')).toEqual([]);
  });

  it('rule 27: of an erased conversation is never performed', async () => {
    const world = await transferring();
    const due = await world.ports.operations.due(world.now, 1);
    const stimulus = await world.seal('ann', 'api:erase', { kind: 'erase', by: 'key-1' });
    await world.advance([stimulus]);
    await world.ports.keyring.destroy(stimulus, stimulus.generation, world.now);
    const { performOperation } = await import('./perform-operation.ts');
    const [row] = due;
    if (row === undefined) throw new Error('no operation');
    const self = { ports: world.ports, manifests: world.manifests };
    expect(await performOperation(self, { row, request: null })).toEqual({ kind: 'left' });
    expect(world.calls).toEqual([]);
  });
});

describe('operations of a running engine', () => {
  it('are performed as they are committed, and what a dead process claimed is taken up at once', async () => {
    const dead = await transferring();
    await claimAndDie(dead, 'ann:1:1');
    const world = dead.beside();
    await world.engine.start();
    await until(() => world.store.log.length > 0);
    await world.engine.drain();
    expect(world.store.log.map(({ eventId }) => eventId)).toEqual(['op:ann:1:1:2']);
    expect(world.calls.map(({ key }) => key)).toEqual(['ann:1:1']);
  });

  it('claimed by another process that lives are left to it', async () => {
    const dead = await transferring();
    await claimAndDie(dead, 'ann:1:1');
    const world = dead.beside({ config: { soleWorker: false, scanEveryMs: 5 } });
    await world.engine.start();
    await new Promise((resolve) => setTimeout(resolve, 60));
    await world.engine.drain();
    expect(world.calls).toEqual([]);
  });

  it('past their deadline end once, however long the log takes to say so', async () => {
    const world = await transferring({ config: { scanEveryMs: 5 } });
    world.pass(10 * 60_000);
    await world.ports.wakeUps.clear(await world.ports.wakeUps.due(world.now, 10));
    await world.engine.start();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await world.engine.drain();
    expect(world.store.log.map(({ eventId }) => eventId)).toEqual(['op:ann:1:1:deadline']);
  });

  it('come back through the log without anybody scanning for them', async () => {
    const world = await EngineWorld.open({ config: { scanEveryMs: 60_000 } });
    await world.engine.start();
    await world.say('ann', 'send 200 to Bob');
    await until(() => world.store.log.length > 0);
    await world.engine.drain();
    expect(await replies(world)).toEqual(done);
    expect((await world.journal('ann')).length).toBe(2);
  });

  it('are tried again by the same process after their back-off', async () => {
    const flow = (await bankFlow()).replace('"2s"', '"20ms"').replace('"backoff": "2s"', '"backoff": "20ms"');
    const world = await EngineWorld.open({ flow, config: { scanEveryMs: 60_000 }, ports: { now: () => Date.now() } });
    await world.engine.start();
    world.script('lost', 'lost', 'done');
    const outcome = await world.send('ann', 'web:1', { kind: 'message', text: 'send 200 to Bob' });
    expect(outcome.kind).toBe(OutcomeKind.ADVANCED);
    await until(() => world.store.log.length > 0);
    await world.engine.drain();
    expect(world.calls).toHaveLength(3);
    expect(await replies(world)).toEqual(done);
  });
});

async function claimAndDie(world: EngineWorld, operation: string): Promise<void> {
  const { claimAttempt } = await import('./perform-operation.ts');
  const [row] = await world.ports.operations.due(world.now, 10);
  if (row === undefined || row.operation !== operation) throw new Error('no such operation');
  const { readRequest } = await import('./operation-request.ts');
  const { request } = await readRequest(world.ports, row);
  if (request === null) throw new Error('no request');
  expect(await claimAttempt(world.ports, row, 1, request)).toBe(true);
}

async function bankFlow(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(new URL('../../../../apps/docs/examples/bank-transfer.flow.json', import.meta.url), 'utf8');
}

/** Without keys a retry is a publish error. */
async function unkeyedFlow(): Promise<string> {
  return (await bankFlow()).replace(/"retry": \{[^}]*\},\s*/, '');
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !isTrue(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(isTrue()).toBe(true);
}
