import type { LogRecord } from './event-log.ts';
import { LogWindow } from './log-window.ts';

const record = (offset: number, conversation: string, bytes = 1): LogRecord => ({
  tenant: 'acme',
  conversation,
  connection: 'k1',
  eventId: `web:${offset}`,
  generation: 1,
  sealed: new Uint8Array(bytes),
  receivedAt: offset,
  offset: String(offset),
  attempt: 1,
});
const offsets = (records: readonly LogRecord[]): readonly number[] => records.map(({ offset }) => Number(offset));
const limits = { records: 6, bytes: 1_000, share: 2, parked: 10 };

describe('the window of a log', () => {
  const filled = (conversations: string): LogWindow => {
    const window = new LogWindow(0, limits);
    [...conversations].forEach((conversation, n) => window.admit(record(n + 1, conversation)));
    return window;
  };

  it('hands out one record of each conversation, and the next when that one is settled', () => {
    const window = filled('aab');
    const batch = window.take(10);
    expect(offsets(batch)).toEqual([1, 3]);
    expect(window.take(10)).toEqual([]);
    window.settle(batch);
    expect(offsets(window.take(10))).toEqual([2]);
  });

  it('moves the watermark over what is settled without a gap', () => {
    const window = filled('abc');
    const [a, b, c] = window.take(3) as [LogRecord, LogRecord, LogRecord];
    window.settle([c]);
    expect([window.watermark, window.unsettled]).toEqual([0, 2]);
    window.settle([a]);
    expect(window.watermark).toBe(1);
    window.settle([b]);
    expect([window.watermark, window.unsettled]).toEqual([3, 0]);
  });

  it('gives back what was not handled, first and in order', () => {
    const window = filled('abcd');
    const batch = window.take(2);
    window.giveBack(batch);
    expect(offsets(window.take(3))).toEqual([1, 2, 3]);
  });

  it('remembers by offset alone what a busy conversation has beyond its share, and asks for it when it has run dry', () => {
    const window = filled('aaaaab');
    expect(window.wanted(10)).toEqual([]);
    for (const next of [1, 6, 2]) {
      const batch = window.take(1);
      expect(offsets(batch)).toEqual([next]);
      window.settle(batch);
    }
    expect(window.wanted(10)).toEqual([3, 4]);
    window.unpark([record(3, 'a'), record(4, 'a')]);
    expect(window.wanted(10)).toEqual([]);
    expect(offsets(window.take(1))).toEqual([3]);
  });

  it('refuses records read again that are not the next of their conversation', () => {
    const window = filled('aaaaa');
    window.settle(window.take(1));
    window.settle(window.take(1));
    expect(() => window.unpark([record(4, 'a')])).toThrow('record 4 is not the next of its conversation');
  });

  it('is full by records, by bytes and by what is parked', () => {
    expect(filled('abcde').hasRoom()).toBe(true);
    expect(filled('abcdef').hasRoom()).toBe(false);
    const heavy = new LogWindow(0, limits);
    heavy.admit(record(1, 'a', 1_000));
    expect(heavy.hasRoom()).toBe(false);
    expect(filled('aa' + 'a'.repeat(9)).hasRoom()).toBe(true);
    expect(filled('aa' + 'a'.repeat(10)).hasRoom()).toBe(false);
  });

  it('never steps over a hole', () => {
    const window = filled('a');
    expect(() => window.admit(record(3, 'a'))).toThrow('the log has a hole: after 1 comes 3');
  });

  it('hands out by itself a record that is to go alone', () => {
    const window = filled('abc');
    const alone = (candidate: LogRecord): boolean => candidate.conversation === 'b';
    expect(offsets(window.take(5, alone))).toEqual([1]);
    expect(offsets(window.take(5, alone))).toEqual([2]);
    expect(offsets(window.take(5, alone))).toEqual([3]);
  });

  it('keeps conversations of one id in two tenants apart', () => {
    const window = new LogWindow(0, limits);
    window.admit(record(1, 'a'));
    window.admit({ ...record(2, 'a'), tenant: 'other' });
    expect(offsets(window.take(5))).toEqual([1, 2]);
  });
});
