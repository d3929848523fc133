import { jest } from '@jest/globals';
import { StoreClock } from './store-clock.ts';

const hourMs = 3_600_000;

describe('the clock of a store', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('rule 9: tells the store’s time, however wrong this machine’s clock is, or jumps', async () => {
    const noon = Date.now() + 5 * hourMs;
    const clock = await StoreClock.open(() => Promise.resolve(noon));
    for (const wrongBy of [hourMs, -hourMs]) {
      jest.spyOn(Date, 'now').mockReturnValue(noon + wrongBy);
      await clock.look();
      expect(Math.abs(clock.now() - noon)).toBeLessThan(5_000);
    }
    clock.close();
  });

  it('goes on while the store does not answer', async () => {
    let isAway = false;
    const clock = await StoreClock.open(() => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(1_000)));
    const first = clock.now();
    isAway = true;
    await expect(clock.look()).rejects.toThrow('away');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(clock.now()).toBeGreaterThan(first);
    clock.close();
  });

  it('does not begin without having asked', async () => {
    await expect(StoreClock.open(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
  });
});
