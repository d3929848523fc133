import { jest } from '@jest/globals';
import { HeartbeatWatch } from './heartbeat-watch.ts';

describe('the watch over heartbeats', () => {
  let fell: number;
  let watch: HeartbeatWatch;
  beforeEach(() => {
    jest.useFakeTimers();
    fell = 0;
    watch = new HeartbeatWatch(6_000, () => (fell += 1));
  });
  afterEach(() => {
    watch.end();
    jest.useRealTimers();
  });

  it('tells once that nothing was heard for a session', () => {
    watch.begin();
    jest.advanceTimersByTime(5_000);
    expect(fell).toBe(0);
    jest.advanceTimersByTime(60_000);
    expect(fell).toBe(1);
  });

  it('is content as long as something is heard', () => {
    watch.begin();
    for (let seconds = 0; seconds < 60; seconds += 1) {
      jest.advanceTimersByTime(1_000);
      watch.heard();
    }
    expect(fell).toBe(0);
  });

  it('expects nothing before it begins, after it ends, and while the member joins again', () => {
    jest.advanceTimersByTime(60_000);
    watch.begin();
    watch.end();
    jest.advanceTimersByTime(60_000);
    watch.begin();
    jest.advanceTimersByTime(5_000);
    expect(fell).toBe(0);
  });
});
