import { setTimeout as sleep } from 'node:timers/promises';
import { currentCall, ServiceFault } from '@parley/contracts';
import { asked, faultOf, FlowWorld } from './testing/flow-instance.ts';

const world = new FlowWorld();
afterEach(() => world.close());

const flow = { draft: 'x', draftSavedAt: 0, defaultVersion: undefined, etag: '' };

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 5_000; !holds() && Date.now() < end;) await sleep(5);
  expect(holds()).toBe(true);
}

describe('a call that is made for another call', () => {
  it('has what is left of its deadline over every hop, or less if it says so', async () => {
    const deadlines: number[] = [];
    const note = (): void => void deadlines.push(currentCall()?.deadline ?? 0);
    const far = await world.serve('far', { getFlow: () => (note(), Promise.resolve(flow)) });
    const toFar = world.link([far.port]);
    const middle = await world.serve('middle', {
      getFlow: async (request) => {
        note();
        await toFar.getFlow(request, { deadline: Date.now() + 500 });
        await sleep(20);
        return toFar.getFlow(request);
      },
    });
    const deadline = Date.now() + 2_000;
    await world.link([middle.port]).getFlow(asked, { deadline });
    const [inMiddle = 0, less = 0, inherited = 0] = deadlines;
    expect(Math.abs(inMiddle - deadline)).toBeLessThan(100);
    expect(less).toBeLessThan(deadline - 1_000);
    expect(Math.abs(inherited - deadline)).toBeLessThan(100);
  });

  it('ends with it: at its deadline, and when its caller gives up', async () => {
    const ends: unknown[] = [];
    const far = await world.serve('far', { getFlow: () => sleep(3_000, flow, { ref: false }) });
    const toFar = world.link([far.port]);
    const middle = await world.serve('middle', {
      getFlow: async (request) => {
        const fault = await faultOf(toFar.getFlow(request));
        ends.push(fault);
        throw fault as Error;
      },
    });
    const toMiddle = world.link([middle.port]);
    const late = toMiddle.getFlow(asked, { deadline: Date.now() + 100 });
    expect(await faultOf(late)).toMatchObject({ status: 'DEADLINE_EXCEEDED', code: 'call.deadline' });
    await until(() => ends.length === 1);
    const caller = new AbortController();
    const cut = toMiddle.getFlow(asked, { signal: caller.signal });
    await sleep(50);
    caller.abort();
    expect(await faultOf(cut)).toMatchObject({ status: 'CANCELLED' });
    await until(() => ends.length === 2);
    expect(ends[1]).toMatchObject({ status: 'CANCELLED' });
  });

  it('is nobody’s any more once that is answered', async () => {
    const after: unknown[] = [];
    const far = await world.serve('far');
    const toFar = world.link([far.port]);
    const middle = await world.serve('middle', {
      getFlow: (request) => {
        void sleep(150).then(async () => after.push(currentCall(), (await toFar.getFlow(request)).draft));
        return Promise.resolve(flow);
      },
    });
    await world.link([middle.port]).getFlow(asked, { deadline: Date.now() + 100 });
    await until(() => after.length === 2);
    expect(after).toEqual([undefined, 'far']);
  });

  it('takes along what the hooks say, and shows each call to them on the other side', async () => {
    const seen: unknown[] = [];
    const server = await world.serve(
      'one',
      { publishFlow: () => Promise.reject(new ServiceFault('NOT_FOUND', 'flow.unknown', 'No.')) },
      {
        async around(carrier, name, work) {
          try {
            return await work();
          } finally {
            seen.push([name, carrier['traceparent']]);
          }
        },
      },
    );
    const link = world.link([server.port], { inject: () => ({ traceparent: '00-ab-cd-01' }) });
    await link.getFlow(asked);
    expect(await faultOf(link.publishFlow(asked))).toMatchObject({ code: 'flow.unknown' });
    expect(seen).toEqual([
      ['parley.state_engine.v1.FlowService/GetFlow', '00-ab-cd-01'],
      ['parley.state_engine.v1.FlowService/PublishFlow', '00-ab-cd-01'],
    ]);
  });

  it('tells the process of errors that no caller learns of', async () => {
    const failed: unknown[] = [];
    const getFlow = (): never => {
      throw new Error('select secret');
    };
    const server = await world.serve('one', { getFlow }, { failed: (name, error) => failed.push(name, `${error}`) });
    expect(await faultOf(world.link([server.port]).getFlow(asked))).toMatchObject({ code: 'internal' });
    expect(failed).toEqual(['parley.state_engine.v1.FlowService/GetFlow', 'Error: select secret']);
  });
});
