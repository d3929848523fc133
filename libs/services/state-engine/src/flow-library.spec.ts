import { MemoryCache, MemoryFlows } from '@parley/ports';
import { sha256Hex } from '@parley/message';
import { FlowLibrary, learnFlow } from './flow-library.ts';

const text = '{"schema":"flow/1","id":"hi","languages":["en"],"initial":"a","states":{"a":{"type":"end"}}}';
const hash = sha256Hex(text);

describe('the library of flows', () => {
  it('learns a text once for all tenants that published it, and for no other', async () => {
    const flows = new MemoryFlows();
    for (const tenant of ['one', 'two']) await flows.publish({ tenant, flow: 'hi', hash, text, publishedAt: 1 });
    const learnt: string[] = [];
    const ports = { flows, cache: new MemoryCache() };
    const library = new FlowLibrary(ports, { maxFlows: 10, defaultVersionAgeMs: 1_000 }, (source) => {
      learnt.push(source);
      return learnFlow(source);
    });
    const first = await library.version('one', hash);
    expect(first).not.toBeNull();
    expect(await library.version('two', hash)).toBe(first);
    expect(await library.version('three', hash)).toBeNull();
    expect(learnt).toEqual([text]);
  });

  it('asks again for a default version in every process that is told of another', async () => {
    const ports = { flows: new MemoryFlows(), cache: new MemoryCache() };
    const limits = { maxFlows: 10, defaultVersionAgeMs: 3_600_000 };
    const [here, there] = [new FlowLibrary(ports, limits), new FlowLibrary(ports, limits)];
    expect(await there.defaultVersion('one', 'hi')).toBeNull();
    await ports.flows.publish({ tenant: 'one', flow: 'hi', hash, text, publishedAt: 1 });
    await ports.flows.setDefault('one', 'hi', hash);
    expect(there.defaultVersion('one', 'hi')).toBeNull();
    await here.forgetDefault('one', 'hi');
    const rules = await there.defaultVersion('one', 'hi');
    expect(rules).not.toBeNull();
    expect(there.defaultVersion('one', 'hi')).toBe(rules);
  });
});
