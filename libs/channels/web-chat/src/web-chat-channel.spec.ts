import type { OutboundReply, SendAnswer } from '@parley/ports';
import { MemoryLiveUpdates, MemoryMessages } from '@parley/ports';
import { channelSuite } from '@parley/ports/suites/channel';
import { WebChatChannel } from './web-chat-channel.ts';

/** As in the service: the message is recorded before its reply is sent. */
class RecordedFirst extends WebChatChannel {
  readonly messages = new MemoryMessages();

  override async send(reply: OutboundReply): Promise<SendAnswer> {
    const { tenant, conversation, number, from, text, choices } = reply;
    const row = { tenant, conversation, number, seq: number, from, text, choices, eventId: 'web:1' as const, at: 1 };
    await this.messages.insert([row]);
    return super.send(reply);
  }
}

channelSuite({
  name: 'WebChatChannel',
  open: async () => {
    const updates = new MemoryLiveUpdates();
    const channel = new RecordedFirst(updates);
    // A page: at each hint it reads what comes after the last number that it has shown.
    let reading = Promise.resolve();
    const shown: number[] = [];
    const read = async (): Promise<void> => {
      const rows = await channel.messages.after({ tenant: 'bank', conversation: 'ann' }, shown.at(-1) ?? 0, 100);
      shown.push(...rows.map(({ number }) => number));
    };
    const stop = updates.subscribe('ann', () => (reading = reading.then(read)));
    return {
      channel,
      shown: async () => {
        await reading;
        return shown.map((number) => `ann:${number}:0`);
      },
      hold: null,
      lose: null,
      close: async () => stop(),
    };
  },
});
