import { jest } from '@jest/globals';
import { StoreClock } from './store-clock.ts';

const hourMs = 3_600_000;

/** A store whose clock shows what passes here plus `offset`; its answers take `line`, the way there a share of it. */
class FarStore {
  passed = 0;
  offset = 5 * hourMs;
  line = 2;
  shareThere = 0.5;
  isAway = false;

  readonly monotonic = (): number => this.passed;

  readonly read = (): Promise<number> => {
    if (this.isAway) return Promise.reject(new Error('away'));
    const there = this.passed + this.line * this.shareThere;
    this.passed += this.line;
    return Promise.resolve(there + this.offset);
  };

  /** By how much the clock is ahead of the store's. */
  aheadBy(clock: StoreClock): number {
    return clock.now() - (this.passed + this.offset);
  }
}

describe('the clock of a store', () => {
  let store: FarStore;
  let clock: StoreClock;
  beforeEach(async () => {
    store = new FarStore();
    clock = await StoreClock.open(store.read, store.monotonic);
  });
  afterEach(() => {
    clock.close();
    jest.restoreAllMocks();
  });

  it('rule 9: tells the store’s time, however wrong this machine’s clock is, or jumps', async () => {
    for (const wrongBy of [hourMs, -hourMs]) {
      jest.spyOn(Date, 'now').mockReturnValue(store.offset + wrongBy);
      await clock.look();
      store.passed += 60_000;
      expect(Math.abs(store.aheadBy(clock))).toBeLessThanOrEqual(1);
    }
  });

  it('rule 9: is not led astray by looks over a line that is slow one way', async () => {
    for (const shareThere of [0, 1]) {
      store.line = 300;
      store.shareThere = shareThere;
      for (let looks = 0; looks < 5; looks += 1) {
        await clock.look();
        store.passed += 10_000;
        expect(Math.abs(store.aheadBy(clock))).toBeLessThanOrEqual(1);
      }
    }
  });

  it('begins with the surest of several looks', async () => {
    const lines = [400, 300, 2, 500, 600];
    const other = new FarStore();
    other.shareThere = 1;
    const read = (): Promise<number> => {
      other.line = lines.shift() ?? 700;
      return other.read();
    };
    const opened = await StoreClock.open(read, other.monotonic);
    opened.close();
    expect(Math.abs(other.aheadBy(opened))).toBeLessThanOrEqual(2);
  });

  it('follows the store’s clock when it is set, though the line is slow', async () => {
    store.line = 300;
    store.offset += 1_000;
    await clock.look();
    expect(Math.abs(store.aheadBy(clock))).toBeLessThanOrEqual(1);
  });

  it('follows clocks that drift apart', async () => {
    for (let looks = 0; looks < 1_000; looks += 1) {
      store.passed += 10_000;
      store.offset += 1;
      await clock.look();
    }
    expect(Math.abs(store.aheadBy(clock))).toBeLessThanOrEqual(2);
  });

  it('goes on while the store does not answer', async () => {
    store.isAway = true;
    await expect(clock.look()).rejects.toThrow('away');
    store.passed += 20;
    expect(Math.abs(store.aheadBy(clock))).toBeLessThanOrEqual(1);
  });

  it('does not begin without having asked', async () => {
    store.isAway = true;
    await expect(StoreClock.open(store.read, store.monotonic)).rejects.toThrow('away');
  });
});
