import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { Cache, CacheKind } from './cache.ts';

export interface CachePair extends AdapterPair<Cache> {
  /** Lets this much time pass, ms. */
  pass(ms: number): Promise<void>;
}

export interface CacheSubject extends SuiteSubject<Cache> {
  open(): Promise<CachePair>;
}

interface Price {
  readonly cents: number;
}

const prices: CacheKind<Price> = {
  name: 'price.v1',
  ttlMs: 60_000,
  shared: {
    write: ({ cents }) => `${cents}`,
    read: (text) => (/^\d+$/.test(text) ? { cents: Number(text) } : undefined),
  },
};

/** Each process remembers its own. */
const own: CacheKind<Price> = { name: 'own.v1', ttlMs: 60_000 };

export function cacheSuite(subject: CacheSubject): void {
  describe(`what ${subject.name} remembers`, () => {
    let pair: CachePair;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    it('is loaded once and then known to every process', async () => {
      const load = loader(5);
      expect(await pair.first.read(prices, at('once'), load.load)).toEqual({ cents: 5 });
      expect(await pair.first.read(prices, at('once'), load.load)).toEqual({ cents: 5 });
      await soon(async () => {
        const before = load.times();
        await pair.second.read(prices, at('once'), load.load);
        return load.times() === before;
      });
    });

    it('is loaded once for all who ask at the same time', async () => {
      const load = loader(7, 20);
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => pair.first.read(prices, at('together'), load.load)),
      );
      expect(answers).toEqual(answers.map(() => ({ cents: 7 })));
      expect(load.times()).toBe(1);
    });

    it('is forgotten everywhere when it is invalidated', async () => {
      await pair.first.read(prices, at('changed'), loader(1).load);
      await pair.second.read(prices, at('changed'), loader(1).load);
      await pair.first.invalidate(prices, at('changed'));
      expect(await pair.first.read(prices, at('changed'), loader(2).load)).toEqual({ cents: 2 });
      await soon(async () => (await pair.second.read(prices, at('changed'), loader(2).load)).cents === 2);
    });

    it('is never what a load found that began before the invalidation', async () => {
      const slow = loader(1, 60);
      const before = pair.first.read(prices, at('overtaken'), slow.load);
      await new Promise((resolve) => setTimeout(resolve, 10));
      await pair.second.invalidate(prices, at('overtaken'));
      await before;
      await soon(async () => (await pair.first.read(prices, at('overtaken'), loader(2).load)).cents === 2);
      expect(await pair.second.read(prices, at('overtaken'), loader(2).load)).toEqual({ cents: 2 });
    });

    it('is no failure: who asks next loads again', async () => {
      const failing = (): Promise<Price> => Promise.reject(new Error('the shop is closed'));
      await expect(pair.first.read(prices, at('failed'), failing)).rejects.toThrow('the shop is closed');
      expect(await pair.first.read(prices, at('failed'), loader(3).load)).toEqual({ cents: 3 });
    });

    it('is forgotten after its time', async () => {
      const brief = { ...prices, name: 'brief.v1', ttlMs: 40 };
      await pair.first.read(brief, at('brief'), loader(1).load);
      await pair.pass(60);
      expect(await pair.first.read(brief, at('brief'), loader(2).load)).toEqual({ cents: 2 });
    });

    it('counts as absent where it cannot be read any more', async () => {
      const other: CacheKind<string> = { ...prices, shared: { write: String, read: String } };
      await pair.first.read(other, at('unreadable'), () => Promise.resolve('not a price'));
      expect(await pair.second.read(prices, at('unreadable'), loader(4).load)).toEqual({ cents: 4 });
    });

    it('is seen without a promise as soon as it is remembered, and no longer than that', async () => {
      expect(pair.first.peek(prices, at('peek'))).toBeUndefined();
      await pair.first.read(prices, at('peek'), loader(6).load);
      expect(pair.first.peek(prices, at('peek'))).toEqual({ cents: 6 });
      await pair.first.invalidate(prices, at('peek'));
      expect(pair.first.peek(prices, at('peek'))).toBeUndefined();
    });

    it('is the very value where it is not shared, null too', async () => {
      const [price, none] = [{ cents: 8 }, { name: 'none.v1', ttlMs: 60_000 }];
      expect(await pair.first.read(own, at('own'), () => Promise.resolve(price))).toBe(price);
      expect(pair.first.peek(own, at('own'))).toBe(price);
      await pair.first.read(none, at('own'), () => Promise.resolve(null));
      expect(pair.first.peek(none, at('own'))).toBeNull();
    });

    it('is forgotten everywhere when it is invalidated, shared or not', async () => {
      await pair.first.read(own, at('own-changed'), loader(1).load);
      await pair.second.read(own, at('own-changed'), loader(1).load);
      await pair.first.invalidate(own, at('own-changed'));
      await soon(() => Promise.resolve(pair.second.peek(own, at('own-changed')) === undefined));
      expect(await pair.second.read(own, at('own-changed'), loader(2).load)).toEqual({ cents: 2 });
    });

    it('is of one tenant, one kind and one key', async () => {
      await pair.first.read(prices, at('mine'), loader(1).load);
      expect(await pair.first.read(prices, { tenant: 'clinic', key: 'mine' }, loader(2).load)).toEqual({ cents: 2 });
      expect(await pair.first.read({ ...prices, name: 'fee.v1' }, at('mine'), loader(3).load)).toEqual({ cents: 3 });
      expect(await pair.first.read(prices, at('mine:'), loader(4).load)).toEqual({ cents: 4 });
    });
  });
}

const at = (key: string) => ({ tenant: 'bank', key });

function loader(cents: number, ms = 0): { readonly load: () => Promise<Price>; readonly times: () => number } {
  let times = 0;
  const load = async (): Promise<Price> => {
    times += 1;
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
    return { cents };
  };
  return { load, times: () => times };
}

/** Until it is so, at most two seconds: hints may travel. */
async function soon(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It did not become so within two seconds.');
}
