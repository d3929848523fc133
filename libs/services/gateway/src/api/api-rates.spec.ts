import { ServiceFault } from '@parley/contracts';
import { MemoryRateLimiter } from '@parley/ports';
import type { FastifyReply } from 'fastify';
import { ApiRates } from './api-rates.ts';

const rate = { perSecond: 1, burst: 2 };
const apiRates = { platform: rate, 'tenant-read': rate, 'tenant-write': { perSecond: 1, burst: 1 } };

function world() {
  const headers: Record<string, string> = {};
  const reply = { header: (name: string, value: string) => (headers[name] = value) } as unknown as FastifyReply;
  const rates = new ApiRates({ rates: new MemoryRateLimiter(), now: () => 1_000, apiRates });
  return { rates, reply, headers };
}

describe('requests of a key', () => {
  it('are counted, and every answer says how many are left', async () => {
    const { rates, reply, headers } = world();
    await rates.take('tenant-read', 'k', reply);
    expect(headers).toEqual({ 'ratelimit-policy': '"tenant-read";q=2;w=2', ratelimit: '"tenant-read";r=1;t=1' });
    await rates.take('tenant-read', 'k', reply);
    expect(headers['ratelimit']).toBe('"tenant-read";r=0;t=2');
  });

  it('are refused past their rate, and told when to come again', async () => {
    const { rates, reply } = world();
    await rates.take('tenant-write', 'k', reply);
    const refused = await rates.take('tenant-write', 'k', reply).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ServiceFault);
    expect(refused).toMatchObject({ code: 'rate.api', status: 'RESOURCE_EXHAUSTED', retryInMs: 1_000 });
  });

  it('are counted by role and by key: one does not use up what is another’s', async () => {
    const { rates, reply } = world();
    await rates.take('tenant-write', 'k', reply);
    await rates.take('tenant-write', 'other', reply);
    await expect(rates.take('tenant-read', 'k', reply)).resolves.toBeUndefined();
  });
});
