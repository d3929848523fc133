import type { Channel, ChannelAccess, OutboundReply } from './channel.ts';

export interface ChannelSubject {
  readonly name: string;
  open(): Promise<ChannelCase>;
}

export interface ChannelCase {
  readonly channel: Channel;
  /** Where the conversation of these replies takes place, and what its connection holds. */
  readonly place?: string;
  readonly access?: ChannelAccess;
  /** Ids of the replies that the person has seen, in order, each as often as it was shown. */
  shown(): Promise<readonly string[]>;
  /** Makes the next send meet a far side that asks for patience; null = this channel's never does. */
  readonly hold: (() => void) | null;
  /** Makes the next send be carried out while its answer is lost; null = this channel's never is. */
  readonly lose: (() => void) | null;
  close(): Promise<void>;
}

export function channelSuite(subject: ChannelSubject): void {
  describe(`replies sent by ${subject.name}`, () => {
    let world: ChannelCase;
    beforeEach(async () => {
      world = await subject.open();
    });
    afterEach(() => world.close());

    const reply = (number: number): OutboundReply => ({ ...replyOf(number), place: world.place ?? null });
    const access = (): ChannelAccess => world.access ?? { settings: {}, secrets: {} };
    const send = (one: OutboundReply) => world.channel.send(one, access());
    const find = (one: OutboundReply) => world.channel.find(one, access());

    it('are shown, in the order sent', async () => {
      for (const number of [1, 2, 3]) expect((await send(reply(number))).kind).toBe('sent');
      expect(await world.shown()).toEqual(['ann:1:0', 'ann:2:0', 'ann:3:0']);
    });

    it('are shown once under one id where the far side recognises it, and as often as sent where it does not', async () => {
      await send(reply(1));
      await send(reply(1));
      expect(await world.shown()).toHaveLength(world.channel.deduplicates ? 1 : 2);
    });

    it('carry any text: of no length, of 30,000 characters, of every script', async () => {
      for (const [index, text] of ['', 'x'.repeat(30_000), 'العربية 😀 <b>&amp;</b>\n\u2028'].entries()) {
        expect(['sent', 'failed']).toContain((await send({ ...reply(index + 1), text })).kind);
      }
    });

    it('say when to come again if the far side asks for patience, and are not shown then', async () => {
      if (world.hold) {
        world.hold();
        const answer = await send(reply(1));
        expect(answer.kind === 'later' && answer.retryInMs > 0 && answer.why === 'held').toBe(true);
        expect(await world.shown()).toEqual([]);
      }
      expect((await send(reply(1))).kind).toBe('sent');
      expect(await world.shown()).toEqual(['ann:1:0']);
    });

    it('are found when they were sent, under the same vendor id, and only then; or cannot be looked for at all', async () => {
      const before = await find(reply(1));
      expect(['absent', 'unsearchable']).toContain(before.kind);
      const sent = await send(reply(1));
      await send(reply(2));
      const found = before.kind === 'absent' ? { ...sent, kind: 'found' } : before;
      expect(await find(reply(1))).toEqual(found);
      expect((await find(reply(3))).kind).toBe(before.kind);
    });

    it('whose answer was lost are known to be uncertain, and found though nobody was told that they were sent', async () => {
      if (!world.lose) return;
      world.lose();
      const answer = await send(reply(1));
      expect(answer.kind === 'later' && answer.why === 'lost').toBe(true);
      expect(['found', 'unsearchable']).toContain((await find(reply(1))).kind);
      expect(await world.shown()).toEqual(['ann:1:0']);
    });

    it('go at a pace that is the same for every reply of a place', () => {
      const [one, other] = [world.channel.pace(reply(1)), world.channel.pace(reply(2))];
      expect(one).toEqual(other);
      if (one !== null) expect(one.rate.perSecond > 0 && one.rate.burst >= 1).toBe(true);
    });

    it('belong to a channel with a name of small letters', () => {
      expect(world.channel.name).toMatch(/^[a-z][a-z0-9-]*$/);
    });
  });
}

const replyOf = (number: number): Omit<OutboundReply, 'place'> => ({
  tenant: 'bank',
  connection: 'bank-web',
  conversation: 'ann',
  reply: `ann:${number}:0`,
  number,
  createdAt: Date.now(),
  from: 'bot',
  text: 'Hello!',
  choices: [{ label: 'Yes', intent: 'yes', episode: 1, question: 1 }],
});
