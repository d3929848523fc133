import { jest } from '@jest/globals';
import { Coalescer } from './coalescer.ts';

describe('questions gathered into calls', () => {
  it('are answered each with its own answer, in two calls for a burst', async () => {
    const batches: number[] = [];
    const doubling = new Coalescer<number, number>(async (numbers) => {
      batches.push(numbers.length);
      await new Promise(setImmediate);
      return numbers.map((number) => number * 2);
    });
    const first = doubling.ask(1);
    await Promise.resolve();
    await Promise.resolve();
    const rest = Array.from({ length: 99 }, (_, n) => doubling.ask(n + 2));
    expect(await Promise.all([first, ...rest])).toEqual(Array.from({ length: 100 }, (_, n) => (n + 1) * 2));
    expect(batches).toEqual([1, 99]);
  });

  it('never make a batch larger than the limit', async () => {
    const sizes: number[] = [];
    const echo = new Coalescer<number, number>(
      (numbers) => {
        sizes.push(numbers.length);
        return Promise.resolve(numbers);
      },
      { maxBatch: 10 },
    );
    await Promise.all(Array.from({ length: 25 }, (_, n) => echo.ask(n)));
    expect(sizes).toEqual([10, 10, 5]);
  });

  it('wait for company a little after a call, and not before the first or when it is full', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
    try {
      const sizes: number[] = [];
      const echo = new Coalescer<number, number>(
        (numbers) => {
          sizes.push(numbers.length);
          return Promise.resolve(numbers);
        },
        { maxBatch: 4, everyMs: 10 },
      );
      await echo.ask(1);
      expect(sizes).toEqual([1]);
      const [one, other] = [echo.ask(2), echo.ask(3)];
      await jest.advanceTimersByTimeAsync(9);
      expect(sizes).toEqual([1]);
      await jest.advanceTimersByTimeAsync(1);
      expect(await Promise.all([one, other])).toEqual([2, 3]);
      await Promise.all([4, 5, 6, 7].map((number) => echo.ask(number)));
      expect(sizes).toEqual([1, 2, 4]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('do not wait long behind a call that gets no answer', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
    try {
      const silent = new Coalescer<number, number>((numbers) =>
        numbers.includes(1) ? new Promise(() => undefined) : Promise.resolve(numbers),
      );
      void silent.ask(1);
      await jest.advanceTimersByTimeAsync(0);
      const seen: number[] = [];
      const others = [2, 3].map(async (number) => seen.push(await silent.ask(number)));
      await jest.advanceTimersByTimeAsync(999);
      expect(seen).toEqual([]);
      await jest.advanceTimersByTimeAsync(1);
      await Promise.all(others);
      expect(seen).toEqual([2, 3]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('fail with their own batch only, and the next is asked anew', async () => {
    let calls = 0;
    const failing = new Coalescer<number, number>((numbers) => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error('connection cut')) : Promise.resolve(numbers);
    });
    await expect(failing.ask(1)).rejects.toThrow('connection cut');
    expect(await failing.ask(2)).toBe(2);
  });

  it('fail when the call answers fewer than it was asked', async () => {
    const short = new Coalescer<number, number>(() => Promise.resolve([]));
    await expect(short.ask(1)).rejects.toThrow('1 requests got 0 answers');
  });
});
