import { setTimeout as sleep } from 'node:timers/promises';
import { asked, faultOf, FlowWorld } from './testing/flow-instance.ts';

const world = new FlowWorld();
afterEach(() => world.close());

const flow = { draft: 'x', draftSavedAt: 0, defaultVersion: undefined, etag: '' };
const published = (hash: string) => ({ hash, problems: [], publishedAt: 0 });

describe('several instances of a service', () => {
  it('share its calls', async () => {
    const [a, b] = await Promise.all([world.serve('a'), world.serve('b')]);
    const link = world.link([a.port, b.port]);
    await link.getFlow(asked);
    await sleep(200);
    const counts = new Map<string, number>();
    for (let call = 0; call < 100; call += 1) {
      const { draft = '' } = await link.getFlow(asked);
      counts.set(draft, (counts.get(draft) ?? 0) + 1);
    }
    expect(counts.get('a')).toBeGreaterThan(30);
    expect(counts.get('b')).toBeGreaterThan(30);
  });

  it('are drained without an error at any caller, whatever it calls', async () => {
    const part = { publishFlow: () => sleep(5, published('x')), getFlow: () => sleep(2, flow) };
    const [a, b] = await Promise.all([world.serve('a', part), world.serve('b', part)]);
    const link = world.link([a.port, b.port]);
    const faults: unknown[] = [];
    let [going, calls] = [true, 0];
    const caller = async (call: () => Promise<unknown>): Promise<void> => {
      for (; going; calls += 1) await call().catch((error: unknown) => faults.push(error));
    };
    const callers = Array.from({ length: 20 }, (_, index) =>
      caller(() => (index % 2 === 0 ? link.getFlow(asked) : link.publishFlow(asked))),
    );
    const after = async (more: number): Promise<void> => {
      for (const goal = calls + more; calls < goal;) await sleep(5);
    };
    await after(200);
    expect(await a.drain(10_000)).toBe(true);
    await after(200);
    going = false;
    await Promise.all(callers);
    expect(faults).toEqual([]);
  });

  it('finish what is under way before they close, but not for longer than they may', async () => {
    const part = { publishFlow: () => sleep(300, published('done')) };
    const quick = await world.serve('a', part);
    const link = world.link([quick.port]);
    await link.getFlow(asked);
    const answer = link.publishFlow(asked);
    await sleep(50);
    expect(await quick.drain(2_000)).toBe(true);
    expect(await answer).toMatchObject({ hash: 'done' });

    const slow = await world.serve('b', { publishFlow: () => sleep(2_000, published('never'), { ref: false }) });
    const other = world.link([slow.port]);
    const cut = other.publishFlow(asked);
    await sleep(100);
    const begun = performance.now();
    expect(await slow.drain(200)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(await faultOf(cut)).toMatchObject({ status: 'UNAVAILABLE', code: 'call.unavailable' });
  });

  it('say by grpc.health.v1 whether they serve', async () => {
    const server = await world.serve('a');
    const link = world.link([server.port]);
    await link.check();
    server.setServing('parley.state_engine.v1.FlowService', false);
    await expect(link.check()).rejects.toThrow('does not take calls now');
    server.setServing('parley.state_engine.v1.FlowService', true);
    await link.check();
    await server.close();
    await expect(link.check()).rejects.toThrow('cannot be reached');
    expect(() => server.setServing('nobody', true)).toThrow('nobody is not served here.');
  });

  it('are connected to anew, so that an added one gets its share', async () => {
    const limits = { maxConnectionAgeMs: 150 };
    const a = await world.serve('a', {}, { limits });
    const link = world.link([a.port]);
    for (const end = Date.now() + 1_000; Date.now() < end;) expect((await link.getFlow(asked)).draft).toBe('a');
  });
});

describe('a message that is too large', () => {
  const limits = { maxMessageBytes: 100_000 };
  const text = 'x'.repeat(150_000);
  const saved = { hash: '', savedAt: 0, etag: '' };
  const tooLarge = { status: 'RESOURCE_EXHAUSTED', code: 'call.too-large' };

  it('is refused with a fault that says so: the request on either side, and the answer', async () => {
    const part = { getFlow: () => Promise.resolve({ ...flow, draft: text }), saveDraft: () => Promise.resolve(saved) };
    const server = await world.serve('a', part, { limits });
    const link = world.link([server.port]);
    const draft = { ...asked, text, ifMatch: undefined };
    expect(await faultOf(world.link([server.port], { limits }).saveDraft(draft))).toMatchObject(tooLarge);
    expect(await faultOf(link.saveDraft(draft))).toMatchObject(tooLarge);
    expect(await faultOf(link.getFlow(asked))).toMatchObject(tooLarge);
    expect(await link.saveDraft({ ...draft, text: 'small' })).toEqual(saved);
  });

  it('leaves room for a batch of 64 stimuli', async () => {
    const server = await world.serve('a', {
      saveDraft: ({ text: { length } }) => Promise.resolve({ ...saved, savedAt: length }),
    });
    const length = 64 * 256 * 1_024;
    const draft = { ...asked, text: 'x'.repeat(length), ifMatch: undefined };
    expect((await world.link([server.port]).saveDraft(draft)).savedAt).toBe(length);
  });
});
