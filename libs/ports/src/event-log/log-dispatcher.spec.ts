import { jest } from '@jest/globals';
import { newConversation } from '../journal/journal-fixtures.ts';
import { LogDispatcher } from './log-dispatcher.ts';
import { recordOf } from './log-fixtures.ts';
import { LogWindow } from './log-window.ts';

describe('a consumer that wants its batches not too often', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function pacedBy(everyMs: number) {
    const window = new LogWindow(0);
    const sizes: number[] = [];
    const dispatcher = new LogDispatcher(window, {
      ...{ name: 'paced', lanes: 2, maxBatch: 3, everyMs },
      handle: (batch) => {
        sizes.push(batch.length);
        return Promise.resolve();
      },
    });
    const say = async (count: number): Promise<void> => {
      for (let said = 0; said < count; said += 1) {
        window.admit({ ...recordOf(newConversation(), 1), offset: String(window.taken + 1), attempt: 1 });
        dispatcher.wake();
      }
      await jest.advanceTimersByTimeAsync(0);
    };
    return { dispatcher, sizes, say };
  }

  it('gets the first at once, and what comes soon after it together', async () => {
    const { sizes, say } = pacedBy(10);
    await say(1);
    expect(sizes).toEqual([1]);
    await say(2);
    await jest.advanceTimersByTimeAsync(9);
    expect(sizes).toEqual([1]);
    await jest.advanceTimersByTimeAsync(1);
    expect(sizes).toEqual([1, 2]);
    await jest.advanceTimersByTimeAsync(10);
    await say(1);
    expect(sizes).toEqual([1, 2, 1]);
  });

  it('gets a full one at once', async () => {
    const { sizes, say } = pacedBy(10);
    await say(1);
    await say(3);
    expect(sizes).toEqual([1, 3]);
  });

  it('gets nothing more once it drains', async () => {
    const { dispatcher, sizes, say } = pacedBy(10);
    await say(2);
    await dispatcher.drain();
    await jest.advanceTimersByTimeAsync(20);
    expect(sizes).toEqual([1]);
  });
});
