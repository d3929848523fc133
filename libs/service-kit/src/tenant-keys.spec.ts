import { currentCall, withinCall } from '@parley/contracts';
import { TenantKeys, type OpenTenantKeys } from './tenant-keys.ts';

const keys: OpenTenantKeys = { key: new Uint8Array([1]), idKey: new Uint8Array([2]) };

describe('the keys of a tenant', () => {
  it('are not lost to all who wait for them when the first who asked gives up', async () => {
    const calls: (() => void)[] = [];
    // As a link does: a call that is made for another ends with it.
    const opens = (): Promise<OpenTenantKeys> =>
      new Promise((resolve, reject) => {
        calls.push(() => resolve(keys));
        currentCall()?.signal.addEventListener('abort', () => reject(new Error('the caller gave up')));
      });
    const tenantKeys = new TenantKeys(opens, { max: 10 });
    const first = new AbortController();
    const asked = withinCall({ deadline: Infinity, signal: first.signal, isOver: false }, () => tenantKeys.of('bank'));
    const waiting = tenantKeys.of('bank');
    first.abort();
    for (const answer of calls) answer();
    expect(await Promise.all([asked, waiting])).toEqual([keys, keys]);
    expect(calls).toHaveLength(1);
  });

  it('are asked for again after a failure', async () => {
    let times = 0;
    const tenantKeys = new TenantKeys(
      () => (++times === 1 ? Promise.reject(new Error('away')) : Promise.resolve(keys)),
      { max: 10 },
    );
    await expect(tenantKeys.of('bank')).rejects.toThrow('away');
    expect(await tenantKeys.of('bank')).toBe(keys);
  });
});
