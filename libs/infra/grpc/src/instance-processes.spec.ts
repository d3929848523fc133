import { setTimeout as sleep } from 'node:timers/promises';
import { asked, faultOf, FlowWorld } from './testing/flow-instance.ts';
import { InstanceProcess } from './testing/instance-process.ts';

const world = new FlowWorld();
const instances: InstanceProcess[] = [];
afterEach(async () => {
  await world.close();
  await Promise.all(instances.splice(0).map((instance) => instance.kill()));
});

async function start(name: string, port?: number): Promise<InstanceProcess> {
  const instance = await InstanceProcess.start(name, port);
  instances.push(instance);
  return instance;
}

describe('an instance that dies', () => {
  it('is noticed by nobody who asks for what may be repeated, and once by who asks for what may not', async () => {
    const [a, b] = await Promise.all([start('a'), start('b')]);
    const link = world.link([a.port, b.port]);
    await Promise.all([link.getFlow(asked), link.getFlow(asked)]);
    await sleep(200);
    const faults: unknown[] = [];
    let going = true;
    const callers = Array.from({ length: 8 }, async () => {
      while (going) await link.getFlow(asked).catch((error: unknown) => faults.push(error));
    });
    // One goes to each instance; each takes five seconds.
    const publishing = [1, 2, 3, 4].map(() => faultOf(link.publishFlow(asked)));
    await sleep(300);
    const died = performance.now();
    await a.kill();
    const first = await Promise.race(publishing);
    expect(first).toMatchObject({ status: 'UNAVAILABLE', code: 'call.unavailable' });
    expect(performance.now() - died).toBeLessThan(2_000);
    await sleep(500);
    going = false;
    await Promise.all(callers);
    expect(faults).toEqual([]);
    expect((await link.getFlow(asked)).draft).toBe('b');
    const ends = await Promise.all(publishing);
    expect(ends.filter((end) => end === 'no fault').length).toBeGreaterThan(0);
  }, 60_000);

  it('is waited for, if it is the only one', async () => {
    const first = await start('first');
    const link = world.link([first.port]);
    await link.getFlow(asked);
    await first.kill();
    const waiting = link.getFlow(asked);
    await start('second', first.port);
    expect((await waiting).draft).toBe('second');
    const late = link.getFlow(asked, { deadline: Date.now() + 5_000 });
    expect((await late).draft).toBe('second');
  }, 60_000);

  it('or is not there yet is waited for no longer than until the deadline', async () => {
    const link = world.link([1], { defaultDeadlineMs: 300 });
    const begun = performance.now();
    expect(await faultOf(link.getFlow(asked))).toMatchObject({ status: 'DEADLINE_EXCEEDED' });
    expect(performance.now() - begun).toBeLessThan(1_500);
  });
});

describe('an instance that sleeps', () => {
  it('holds nobody up for long: it is dropped, and the others are asked', async () => {
    const [a, b] = await Promise.all([start('a'), start('b')]);
    const link = world.link([a.port, b.port], { limits: { pingEveryMs: 500, pingTimeoutMs: 500 } });
    await Promise.all([link.getFlow(asked), link.getFlow(asked)]);
    await sleep(200);
    a.signal('SIGSTOP');
    const begun = performance.now();
    const answers = await Promise.all(Array.from({ length: 20 }, () => link.getFlow(asked)));
    expect(new Set(answers.map(({ draft }) => draft))).toEqual(new Set(['b']));
    expect(performance.now() - begun).toBeLessThan(5_000);
    const again = performance.now();
    for (let call = 0; call < 20; call += 1) await link.getFlow(asked);
    expect(performance.now() - again).toBeLessThan(500);
    a.signal('SIGCONT');
    const drafts = new Set<string | undefined>();
    for (const end = Date.now() + 20_000; !drafts.has('a') && Date.now() < end; await sleep(100)) {
      drafts.add((await link.getFlow(asked)).draft);
    }
    expect(drafts.has('a')).toBe(true);
  }, 60_000);

  it('holds nobody up longer than the default deadline, if it is the only one', async () => {
    const only = await start('only');
    const link = world.link([only.port], { defaultDeadlineMs: 400 });
    await link.getFlow(asked, { deadline: Date.now() + 5_000 });
    only.signal('SIGSTOP');
    const begun = performance.now();
    expect(await faultOf(link.getFlow(asked))).toMatchObject({ status: 'DEADLINE_EXCEEDED' });
    expect(performance.now() - begun).toBeLessThan(1_500);
  }, 60_000);
});
