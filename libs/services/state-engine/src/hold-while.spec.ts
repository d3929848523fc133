import { conversationLease, MemoryLease, type Lease } from '@parley/ports';
import { holdWhile } from './hold-while.ts';

const ann = { tenant: 'bank', conversation: 'ann' };
const bob = { tenant: 'bank', conversation: 'bob' };

describe('the lease of a conversation', () => {
  it('rule 13: is held while it is moved, and given back, however that ended', async () => {
    const lease = new MemoryLease();
    const name = conversationLease(ann);
    const isFree = async (): Promise<boolean> => {
      const token = await lease.take(name, 1_000);
      if (token !== null) await lease.release(name, token);
      return token !== null;
    };
    expect(await holdWhile(lease, [ann, bob], isFree)).toBe(false);
    await Promise.resolve();
    expect(await isFree()).toBe(true);
    await expect(holdWhile(lease, [ann], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await Promise.resolve();
    expect(await isFree()).toBe(true);
  });

  it('rule 13: is advice: who holds it is waited for no longer than a turn', async () => {
    const lease = new MemoryLease();
    await lease.take(conversationLease(ann), 60_000);
    expect(await holdWhile(lease, [ann, bob], () => Promise.resolve('moved'))).toBe('moved');
  });

  it('rule 13: is waited for while its holder is at it', async () => {
    const lease = new MemoryLease();
    const order: string[] = [];
    const first = holdWhile(lease, [ann], async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push('first');
    });
    await Promise.all([first, holdWhile(lease, [ann], async () => void order.push('second'))]);
    expect(order).toEqual(['first', 'second']);
  });

  it('rule 13: stops nothing when nobody can say, or when it is not asked for', async () => {
    const away = {
      take: () => Promise.reject(new Error('away')),
      release: () => Promise.resolve(),
    } as unknown as Lease;
    expect(await holdWhile(away, [ann], () => Promise.resolve('moved'))).toBe('moved');
    expect(await holdWhile(undefined, [ann], () => Promise.resolve('moved'))).toBe('moved');
  });
});
