import { channelSuite } from './channel.suite.ts';
import { MemoryChannel } from './memory-channel.ts';

const kinds = [
  { name: 'recognises a repeated reply', deduplicates: true },
  { name: 'does not recognise a repeated reply', deduplicates: false },
  { name: 'cannot be looked at', deduplicates: false, searchable: false },
  { name: 'goes slowly', deduplicates: false, pace: { bucket: 'all', rate: { perSecond: 1, burst: 2 } } },
];

for (const { name, deduplicates, ...options } of kinds) {
  channelSuite({
    name: `MemoryChannel (${name})`,
    open: () => {
      const channel = new MemoryChannel(deduplicates, options);
      return Promise.resolve({
        channel,
        shown: () => Promise.resolve(channel.shown.map((shown) => shown.reply)),
        hold: () => channel.arrange({ kind: 'later', retryInMs: 1_000, why: 'held' }),
        lose: () => channel.arrange({ kind: 'later', retryInMs: 1_000, why: 'lost' }, true),
        close: () => Promise.resolve(),
      });
    },
  });
}
