import { channelSuite } from './channel.suite.ts';
import { MemoryChannel } from './memory-channel.ts';

for (const deduplicates of [true, false]) {
  channelSuite({
    name: `MemoryChannel (${deduplicates ? 'recognises' : 'does not recognise'} a repeated reply)`,
    open: () => {
      const channel = new MemoryChannel(deduplicates);
      return Promise.resolve({
        channel,
        shown: () => Promise.resolve(channel.shown.map((shown) => shown.reply)),
        hold: () => channel.arrange({ kind: 'later', retryInMs: 1_000 }),
        close: () => Promise.resolve(),
      });
    },
  });
}
