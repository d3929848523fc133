import { newConversation } from '../journal/journal-fixtures.ts';
import type { LogRecord } from './event-log.ts';
import { recordOf } from './log-fixtures.ts';
import { LogWindow } from './log-window.ts';
import { LogWindows } from './log-windows.ts';

const never = (): boolean => false;

describe('the windows of a log in partitions', () => {
  const fill = (count: number, attempt = 1): LogWindow => {
    const window = new LogWindow(-1);
    for (let n = 0; n < count; n += 1) {
      window.admit({ ...recordOf(newConversation(), n), offset: String(n), attempt });
    }
    return window;
  };
  const both = (one: LogWindow, two: LogWindow): LogWindows<LogWindow> => {
    const windows = new LogWindows<LogWindow>();
    windows.add(one);
    windows.add(two);
    return windows;
  };

  it('take turns, however much one holds', () => {
    const [busy, quiet] = [fill(10), fill(2)];
    const windows = both(busy, quiet);
    expect(windows.waiting).toBe(12);
    const order = windows.take(5, never).map((record) => (windows.homeOf(record) === busy ? 'busy' : 'quiet'));
    expect(order).toEqual(['busy', 'quiet', 'busy', 'quiet', 'busy']);
  });

  it('settle and give back each record where it came from, even after its window was taken away', () => {
    const [one, two] = [fill(2), fill(2)];
    const windows = both(one, two);
    const batch = windows.take(4, never);
    windows.clear();
    expect(windows.peek()).toBeUndefined();
    windows.settle(batch.filter((record) => windows.homeOf(record) === one));
    windows.giveBack(batch.filter((record) => windows.homeOf(record) === two));
    expect([one.watermark, two.watermark]).toEqual([1, -1]);
    expect(two.peek()?.offset).toBe('0');
  });

  it('hand out what goes alone with nothing beside it, from any of them', () => {
    const windows = both(fill(1), fill(1, 3));
    const alone = (record: LogRecord): boolean => record.attempt >= 3;
    expect(windows.take(5, alone).map(({ attempt }) => attempt)).toEqual([1]);
    expect(windows.take(5, alone).map(({ attempt }) => attempt)).toEqual([3]);
  });
});
