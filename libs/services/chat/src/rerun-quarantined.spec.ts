import type { ChannelIntake } from '@parley/ports';
import { eventually, openChatWorld } from './testing/chat-world.ts';

/** A vendor whose texts this release cannot read, until it can; `ping` is nothing for a conversation. */
class Vendor implements ChannelIntake<string> {
  readonly channel = 'memory';
  readonly secrets: readonly string[] = [];
  readonly acknowledges = 'with-nothing';
  canRead = false;

  verify() {
    return { kind: 'genuine', conversation: null, user: null } as const;
  }

  parse({ path, headers, body }: Parameters<ChannelIntake['parse']>[0]): ReturnType<ChannelIntake<string>['parse']> {
    const said = new TextDecoder().decode(body);
    if (!this.canRead) throw new Error('hunter2');
    return said === 'ping' ? { kind: 'noted' } : { kind: 'said', said: `${path} ${headers['content-type']} ${said}` };
  }

  normalise(text: string, { tenant, connection, receivedAt }: Parameters<ChannelIntake['normalise']>[1]) {
    const of = { eventId: 'slack:1' as const, tenant, connection, conversation: 'ann', receivedAt };
    return [{ stimulus: { ...of, body: { kind: 'message' as const, text } }, place: 'home' }];
  }
}

async function open() {
  const vendor = new Vendor();
  const world = await openChatWorld({ deduplicates: false, ports: { intakes: [vendor] } });
  const { service } = world.chat;
  const send = async (text: string): Promise<string> => {
    const headers = { 'content-type': 'text/plain', 'x-signature': 'kept by nobody' };
    const from = { channel: 'memory', connection: 'letters', path: 'events' };
    const answer = await service.receiveStimulus({ ...from, headers, body: new TextEncoder().encode(text) });
    expect(answer).toMatchObject({ eventIds: [], quarantined: true });
    return (await service.listQuarantine({ tenant: 'bank', limit: 0, cursor: '' })).items[0]?.id ?? 'none';
  };
  return { vendor, world, service, send };
}

describe("a vendor's request that was set aside", () => {
  it('is shown as it came', async () => {
    const { service, send } = await open();
    const id = await send('ünique');
    const { body, item } = await service.getQuarantined({ tenant: 'bank', id });
    expect([Buffer.from(body).toString(), item?.reason]).toEqual(['ünique', 'it could not be read']);
  });

  it('enters its conversation once it can be read, and is answered where that takes place', async () => {
    const { vendor, world, service, send } = await open();
    await world.chat.start();
    const id = await send('hello');
    vendor.canRead = true;
    expect(await service.rerunQuarantined({ tenant: 'bank', id })).toEqual({ eventIds: ['slack:1'] });
    await eventually(
      () => world.channel.shown,
      (shown) => shown.length === 1,
    );
    expect(world.channel.shown[0]).toMatchObject({ text: 'echo events text/plain hello', place: 'home' });
  });

  it('is not readable while nobody can read it, and where it is nothing for a conversation', async () => {
    const { vendor, world, service, send } = await open();
    const id = await send('ping');
    const again = () => service.rerunQuarantined({ tenant: 'bank', id });
    await expect(again()).rejects.toMatchObject({ code: 'quarantine.not-readable' });
    vendor.canRead = true;
    await expect(again()).rejects.toMatchObject({ code: 'quarantine.not-readable' });
    expect(world.store.log).toHaveLength(0);
  });
});
