import { OutcomeKind } from '@parley/contracts';
import { NodeSealing } from '@parley/local';
import { PostgresJournal, PostgresMessages, PostgresOperations, PostgresWakeUps } from '@parley/postgres';
import { testDatabase } from '@parley/postgres/testing';
import { EngineWorld, isAdvanced, repliesOf, tenant, type WorldOptions } from './testing/engine-world.ts';

type TestDatabase = Awaited<ReturnType<typeof testDatabase>>;

describe.each([true, false])('the state engine on PostgreSQL, riders %s', (riders) => {
  let server: TestDatabase;
  let world: EngineWorld;
  let other: EngineWorld;

  const over = (): WorldOptions => {
    const database = server.open();
    return {
      messages: new PostgresMessages(database),
      ports: {
        journal: new PostgresJournal(database),
        operations: new PostgresOperations(database),
        wakeUps: new PostgresWakeUps(database),
      },
    };
  };

  beforeAll(async () => {
    server = await testDatabase();
    world = await EngineWorld.open({
      ...over(),
      config: { riders },
      sealing: new NodeSealing(new Uint8Array(32).fill(5)),
    });
    other = world.beside(over());
  }, 60_000);
  afterAll(() => server.drop());

  it('rule 15: moves a batch of conversations, and knows them again in another process', async () => {
    const names = Array.from({ length: 30 }, (_, n) => `batch${n}`);
    const say = (text: string, id: string) =>
      Promise.all(names.map((name) => world.seal(name, id, { kind: 'message', text })));
    expect((await world.advance(await say('transfer money', 'web:1'))).every(isAdvanced)).toBe(true);
    const repeated = await say('transfer money', 'web:1');
    expect((await other.advance(repeated)).map(({ kind }) => kind)).toEqual(names.map(() => OutcomeKind.DUPLICATE));
    const second = await other.advance(await say('200', 'web:2'));
    expect(second.map((outcome) => repliesOf(outcome))).toEqual(names.map(() => ['To whom?']));
    // Here the heads are those of before: every insert loses, is read back, and decided again.
    const third = await world.advance(await say('Ann', 'web:3'));
    expect(third.every(isAdvanced)).toBe(true);
    for (const name of names.slice(0, 3)) expect(await other.verify(name)).toEqual([]);
  });

  it('rule 7: opens, performs and closes an operation', async () => {
    await world.say('op', 'send 200 to Bob');
    const due = await world.ports.operations.due(world.now, 100);
    const mine = due.filter(({ conversation }) => conversation === 'op');
    expect(mine).toMatchObject([
      { operation: 'op:1:1', adapter: 'demo-bank.transfer', attempts: 3, timeoutMs: 30_000 },
    ]);
    const performed = await Promise.all([world.perform(), other.perform()]);
    expect(performed.flat().filter(({ kind }) => kind === 'result')).toHaveLength(due.length);
    const replies = (await world.pump()).filter(({ eventId }) => eventId.startsWith('op:op:'));
    expect(replies.flatMap((outcome) => repliesOf(outcome))).toEqual(['Done, id T-1.', 'Anything else?']);
    expect(await world.ports.operations.due(world.now + 10 * 60_000, 100)).toEqual([]);
    expect(await world.verify('op')).toEqual([]);
  });

  it('rule 5: fires timers, also where the log is faster than whoever fired them', async () => {
    await world.say('timer', 'hi');
    world.pass(5 * 60_000);
    const fired = (await world.ports.wakeUps.due(world.now, 1_000)).filter(
      ({ conversation }) => conversation === 'timer',
    );
    const due = fired[0]?.due ?? 0;
    const outcome = await world.send('timer', `timer:${due}`, { kind: 'timer', due });
    expect(repliesOf(outcome)).toEqual(['Still there?']);
    await world.ports.wakeUps.clear(fired);
    const [head] = await world.ports.journal.heads([{ tenant, conversation: 'timer' }]);
    expect(head?.wakeUpAt).toBe(world.now + 10 * 60_000);
  });

  it('rule 27: goes on behind a tombstone', async () => {
    const ref = { tenant, conversation: 'erased' };
    await world.say('erased', 'send 5000 to Rumpelstilzchen');
    const stimulus = await world.seal('erased', 'api:erase', { kind: 'erase', by: 'key' });
    expect(await world.advance([stimulus])).toMatchObject([{ recorded: 'erased' }]);
    await world.ports.keyring.destroy(ref, stimulus.generation, world.now);
    expect(await world.texts('erased')).toEqual([]);
    expect(await other.say('erased', 'transfer money', 'web:again')).toEqual([
      'Hello there. I can send money for you.',
      'How much?',
    ]);
    expect((await world.messages.after(ref, 0, 10)).map(({ number }) => number)).toEqual([4, 5, 6]);
    expect(await other.verify('erased')).toEqual([]);
  });

  it('rule 13: keeps one gapless order of two processes', async () => {
    await world.say('raced', 'hi');
    const sends = Array.from({ length: 10 }, (_, n) =>
      (n % 2 === 0 ? world : other).send('raced', `web:race${n}`, { kind: 'message', text: 'what are the fees?' }),
    );
    expect((await Promise.all(sends)).every(isAdvanced)).toBe(true);
    expect((await world.journal('raced')).map((entry) => entry?.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const rows = await world.messages.after({ tenant, conversation: 'raced' }, 0, 100);
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
  });
});
