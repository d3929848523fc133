import type { Channel, OutboundReply } from './channel.ts';

export interface ChannelSubject {
  readonly name: string;
  open(): Promise<ChannelCase>;
}

export interface ChannelCase {
  readonly channel: Channel;
  /** Ids of the replies that the person has seen, in order, each as often as it was shown. */
  shown(): Promise<readonly string[]>;
  /** Makes the next send meet a far side that asks for patience; null = this channel's never does. */
  readonly hold: (() => void) | null;
  close(): Promise<void>;
}

export function channelSuite(subject: ChannelSubject): void {
  describe(`replies sent by ${subject.name}`, () => {
    let world: ChannelCase;
    beforeEach(async () => {
      world = await subject.open();
    });
    afterEach(() => world.close());

    it('are shown, in the order sent', async () => {
      for (const number of [1, 2, 3]) expect((await world.channel.send(reply(number))).kind).toBe('sent');
      expect(await world.shown()).toEqual(['ann:1:0', 'ann:2:0', 'ann:3:0']);
    });

    it('are shown once under one id where the far side recognises it, and as often as sent where it does not', async () => {
      await world.channel.send(reply(1));
      await world.channel.send(reply(1));
      expect(await world.shown()).toHaveLength(world.channel.deduplicates ? 1 : 2);
    });

    it('carry any text: of no length, of 30,000 characters, of every script', async () => {
      for (const [index, text] of ['', 'x'.repeat(30_000), 'العربية 😀 <b>&amp;</b>\n\u2028'].entries()) {
        expect(['sent', 'failed']).toContain((await world.channel.send({ ...reply(index + 1), text })).kind);
      }
    });

    it('say when to come again if the far side asks for patience, and are not shown then', async () => {
      if (world.hold) {
        world.hold();
        const answer = await world.channel.send(reply(1));
        expect(answer.kind === 'later' && answer.retryInMs > 0).toBe(true);
        expect(await world.shown()).toEqual([]);
      }
      expect((await world.channel.send(reply(1))).kind).toBe('sent');
      expect(await world.shown()).toEqual(['ann:1:0']);
    });

    it('belong to a channel with a name of small letters', () => {
      expect(world.channel.name).toMatch(/^[a-z][a-z0-9-]*$/);
    });
  });
}

const reply = (number: number): OutboundReply => ({
  tenant: 'bank',
  connection: 'bank-web',
  conversation: 'ann',
  reply: `ann:${number}:0`,
  number,
  from: 'bot',
  text: 'Hello!',
  choices: [{ label: 'Yes', intent: 'yes', episode: 1, question: 1 }],
});
