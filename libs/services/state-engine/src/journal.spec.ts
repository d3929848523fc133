import { readCanonical } from '@parley/message';
import type { StoredEntry } from '@parley/ports';
import { EngineWorld, repliesOf, tenant } from './testing/engine-world.ts';

interface TraceView {
  readonly type: string;
  readonly state?: string;
  readonly result?: unknown;
}

async function traces(world: EngineWorld, afterSeq = 0): Promise<readonly (readonly TraceView[])[]> {
  const { entries } = await world.service.readJournal({ tenant, conversation: 'ann', afterSeq, limit: 200 });
  return entries.map(({ traceJson }) => readCanonical(traceJson) as readonly TraceView[]);
}

describe('the journal view', () => {
  it('shows every entry with its states and why they were entered', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'send 5000 to Bob');
    await world.say('ann', 'yes');
    const { entries } = await world.service.readJournal({ tenant, conversation: 'ann', afterSeq: 0, limit: 10 });
    expect(entries.map(({ seq, states }) => [seq, states[0]])).toEqual([
      [1, 'confirm'],
      [2, 'execute'],
    ]);
    const [first] = await traces(world);
    expect(first?.map(({ type }) => type)).toEqual(expect.arrayContaining(['enter', 'transition', 'condition']));
    expect(entries.every(({ stepMicros }) => stepMicros > 0)).toBe(true);
  });

  it('holds the trace of a stimulus that has one, and comes out the same when it is computed again', async () => {
    const world = await EngineWorld.open();
    const traceId = 'ab'.repeat(16);
    const body = { kind: 'message', text: 'send 5000 to Bob' } as const;
    const sealed = await world.seal('ann', 'web:1', body);
    await world.advance([{ ...sealed, trace: `00-${traceId}-${'cd'.repeat(8)}-01` }]);
    await world.advance([{ ...(await world.seal('ann', 'web:2', body)), trace: 'not a trace' }]);
    const entries = await world.journal('ann');
    expect(entries.map((entry) => entry?.stimulus.traceId)).toEqual([traceId, undefined]);
    expect(await world.service.verifyConversation({ tenant, conversation: 'ann' })).toMatchObject({ faults: [] });
  });

  it('begins where it is asked to, also behind kept snapshots, with the same traces', async () => {
    const world = await EngineWorld.open();
    for (let n = 0; n < 120; n += 1) await world.say('ann', n % 2 === 0 ? 'transfer money' : 'cancel');
    const all = await traces(world);
    expect(all).toHaveLength(120);
    expect(await traces(world, 110)).toEqual(all.slice(110));
    expect(await traces(world.beside(), 51)).toEqual(all.slice(51));
    const page = await world.service.readJournal({ tenant, conversation: 'ann', afterSeq: 100, limit: 3 });
    expect(page.entries.map(({ seq }) => seq)).toEqual([101, 102, 103]);
  });

  it('does not know a conversation that never was, nor another tenant’s', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'hi');
    for (const ref of [
      { tenant, conversation: 'bob' },
      { tenant: 'other', conversation: 'ann' },
    ]) {
      const call = world.service.readJournal({ ...ref, afterSeq: 0, limit: 10 });
      await expect(call).rejects.toMatchObject({ status: 'NOT_FOUND', code: 'conversation.unknown' });
    }
  });
});

describe('what is recorded of a stimulus', () => {
  it('rule 26: is told by any process, with the rows of chat', async () => {
    const world = await EngineWorld.open();
    const eventId = 'web:first';
    await world.say('ann', 'send 5000 to Bob', eventId);
    const found = await world.beside().service.findOutcome({ tenant, conversation: 'ann', eventId });
    expect(found.recorded).toMatchObject({ eventId, recorded: 'taken', seq: 1 });
    expect(found.recorded?.projection?.messages[0]?.text).toBe('send 5000 to Bob');
    expect(found.settled).toBeUndefined();
  });

  it('is nothing while it lies in the log, and of another tenant’s', async () => {
    const world = await EngineWorld.open();
    const eventId = 'web:first';
    await world.say('ann', 'hi', eventId);
    const nothing = { recorded: undefined, settled: undefined };
    expect(await world.service.findOutcome({ tenant, conversation: 'ann', eventId: 'web:later' })).toEqual(nothing);
    expect(await world.service.findOutcome({ tenant: 'other', conversation: 'ann', eventId })).toEqual(nothing);
  });
});

describe('verifying a conversation', () => {
  const change = (world: EngineWorld, seq: number, edit: (entry: StoredEntry) => StoredEntry): void => {
    for (const entries of world.store.entries.values()) {
      const entry = entries[seq - 1];
      if (entry !== undefined) entries[seq - 1] = edit(entry);
    }
  };
  const flipped = (bytes: Uint8Array): Uint8Array =>
    Uint8Array.from(bytes, (byte, at) => (at === 30 ? byte ^ 1 : byte));

  async function talked(): Promise<EngineWorld> {
    const world = await EngineWorld.open();
    for (const text of ['transfer money', '200', 'Bob']) await world.say('ann', text);
    return world;
  }

  it('finds nothing where nothing was changed', async () => {
    const world = await talked();
    const verified = await world.service.verifyConversation({ tenant, conversation: 'ann' });
    expect(verified).toEqual({ entries: 3, unreadable: 0, faults: [], drift: 0 });
  });

  it('finds one changed byte', async () => {
    const world = await talked();
    change(world, 2, (entry) => ({ ...entry, body: flipped(entry.body) }));
    expect(await world.verify('ann')).toEqual(expect.arrayContaining(['2 body', '2 seal']));
  });

  it('finds a body that was exchanged together with its hash', async () => {
    const world = await talked();
    const [first] = [...world.store.entries.values()].flat();
    if (first === undefined) throw new Error('no entry');
    change(world, 2, (entry) => ({ ...entry, body: first.body, bodyHash: first.bodyHash }));
    expect(await world.verify('ann')).toEqual(expect.arrayContaining(['2 seal', '3 chain']));
  });

  it('finds an entry that is gone', async () => {
    const world = await talked();
    for (const entries of world.store.entries.values()) entries.splice(0, 1);
    expect(await world.verify('ann')).toEqual(expect.arrayContaining(['2 chain']));
  });

  it('finds one changed byte in a snapshot, and a snapshot that is another’s', async () => {
    const world = await talked();
    await world.say('bob', 'hi');
    const [anns, bobs] = [...world.store.snapshots.values()];
    if (anns?.[0] === undefined || bobs?.[0] === undefined) throw new Error('no snapshots');
    anns[0] = { ...anns[0], sealed: flipped(anns[0].sealed) };
    expect(await world.verify('ann')).toEqual(['3 snapshot']);
    anns[0] = { ...bobs[0], seq: 3 };
    expect(await world.verify('ann')).toEqual(['3 snapshot']);
    expect(await world.verify('bob')).toEqual([]);
  });

  it('finds that the journal’s end was cut off, even all of it', async () => {
    const world = await talked();
    for (const entries of world.store.entries.values()) entries.splice(2);
    expect(await world.verify('ann')).toEqual(['3 chain']);
    for (const entries of world.store.entries.values()) entries.splice(0);
    expect(await world.verify('ann')).toEqual(['3 chain']);
  });

  it('counts what an erasure made unreadable, and checks its chain all the same', async () => {
    const world = await talked();
    const erase = await world.seal('ann', 'api:erase', { kind: 'erase', by: 'key' });
    await world.advance([erase]);
    await world.ports.keyring.destroy(erase, erase.generation, world.now);
    await world.say('ann', 'hi');
    const verified = await world.service.verifyConversation({ tenant, conversation: 'ann' });
    expect(verified).toEqual({ entries: 5, unreadable: 3, faults: [], drift: 0 });
    change(world, 2, (entry) => ({ ...entry, body: flipped(entry.body) }));
    expect(await world.verify('ann')).toEqual(['2 body']);
  });
});

describe('a handoff', () => {
  it('rule 25: mutes the bot, lets the agent speak, and gives the conversation back', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'hi');
    const entered = await world.send('ann', 'web:h', { kind: 'message', text: 'talk to a person' });
    expect(entered.projection?.summary).toMatchObject({ status: 'agent', epoch: 1 });
    expect(repliesOf(entered)).toEqual(['A colleague takes over from here.']);
    expect(await world.say('ann', 'what are the fees?')).toEqual([]);
    const spoken = await world.send('ann', 'agent:1', { kind: 'agent-message', agent: 'eve', text: 'I am Eve.' });
    expect(spoken.projection?.deliveries).toHaveLength(1);
    const closed = await world.send('ann', 'agent:2', { kind: 'agent-closed', agent: 'eve' });
    expect(repliesOf(closed)).toEqual(['Your open transfer, if any, was not continued.', 'Anything else?']);
    expect(closed.projection?.summary).toMatchObject({ status: 'bot', epoch: 1 });
    expect(await world.verify('ann')).toEqual([]);
  });

  it('rule 25: refuses an agent outside of it, with a code', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'hi');
    const outcome = await world.send('ann', 'agent:1', { kind: 'agent-message', agent: 'eve', text: 'Hello?' });
    expect(outcome).toMatchObject({ recorded: 'refused', code: 'handoff.not-open', deliveries: 0 });
  });
});
