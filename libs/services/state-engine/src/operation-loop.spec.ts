import { setTimeout as sleep } from 'node:timers/promises';
import { CallOutcome, currentCall, withinCall, type CallScope } from '@parley/contracts';
import { MemoryOperations, type OpenOperationRow } from '@parley/ports';
import { engineDefaults } from './config.ts';
import { OperationLoop } from './operation-loop.ts';
import { EngineWorld } from './testing/engine-world.ts';
import { scriptedBank } from './testing/other-services.ts';

/** A door that is open until it is shut. */
class Door {
  private open: () => void = () => undefined;
  private isOpen: Promise<void> = Promise.resolve();

  shut(): void {
    this.isOpen = new Promise((open) => (this.open = open));
  }

  unlock(): void {
    this.open();
  }

  pass(): Promise<void> {
    return this.isOpen;
  }
}

/** What it reads of due operations can be held on its way back. */
class SlowOperations extends MemoryOperations {
  readonly door = new Door();
  held = 0;

  override async due(now: number, limit: number): Promise<readonly OpenOperationRow[]> {
    const rows = await super.due(now, limit);
    if (rows.length > 0) this.held += 1;
    await this.door.pass();
    return rows;
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(1);
}

let loop: OperationLoop | undefined;
afterEach(() => loop?.stop());

it('rule 22: an operation read as due while its lost answer came back waits for its back-off all the same', async () => {
  const world = await EngineWorld.open();
  await world.say('ann', 'send 200 to Bob');
  const operations = new SlowOperations(world.store);
  const call = new Door();
  let calls = 0;
  const callIntegration = async () => {
    calls += 1;
    await call.pass();
    return { outcome: CallOutcome.LOST, valueJson: new Uint8Array(0), reason: 'silent' };
  };
  const ports = { ...world.ports, operations, adaptors: { ...world.ports.adaptors, callIntegration } };
  loop = new OperationLoop(ports, world.manifests, {
    ...engineDefaults,
    riders: true,
    soleWorker: true,
    scanEveryMs: 1,
  });
  const postponed = async (): Promise<boolean> => (await world.ports.operations.due(world.now, 1)).length === 0;

  // The first call lasts as long as its claim; the row is read as due at that very moment.
  call.shut();
  await loop.start();
  await until(() => calls === 1);
  operations.door.shut();
  operations.held = 0;
  world.pass(30_000);
  await until(() => operations.held === 1);
  call.unlock();
  while (!(await postponed())) await sleep(1);
  operations.door.unlock();
  await sleep(50);
  expect(calls).toBe(1);

  world.pass(2_000);
  await until(() => calls === 2);
});

it('rule 22: an operation is not cut short with the call in which it was committed', async () => {
  const within: (CallScope | undefined)[] = [];
  const bank = scriptedBank([], [], true);
  const callIntegration: typeof bank.callIntegration = (request) => {
    within.push(currentCall());
    return bank.callIntegration(request);
  };
  const ports = { adaptors: { ...bank, callIntegration } };
  const world = await EngineWorld.open({ config: { scanEveryMs: 60_000 }, ports });
  await world.engine.start();
  const advance = { deadline: Date.now() + 1_000, signal: new AbortController().signal, isOver: false };
  await withinCall(advance, () => world.say('ann', 'send 200 to Bob'));
  await until(() => within.length > 0);
  await world.engine.drain();
  expect(within).toEqual([undefined]);
});
