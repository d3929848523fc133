import { liveUpdatesSuite } from './live-updates.suite.ts';
import { MemoryLiveUpdates, type Subscribers } from './memory-live-updates.ts';

liveUpdatesSuite({
  name: 'MemoryLiveUpdates',
  open: () => {
    const subscribers: Subscribers = new Map();
    return Promise.resolve({
      first: new MemoryLiveUpdates(subscribers),
      second: new MemoryLiveUpdates(subscribers),
      close: () => Promise.resolve(),
    });
  },
});

describe('hints in memory', () => {
  it('keep nothing of a conversation that nobody listens to any more', () => {
    const subscribers: Subscribers = new Map();
    const updates = new MemoryLiveUpdates(subscribers);
    const leaves = Array.from({ length: 100 }, (_, n) => updates.subscribe(`conversation-${n}`, () => undefined));
    for (const leave of leaves) leave();
    expect(subscribers.size).toBe(0);
  });
});
