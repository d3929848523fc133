import { tracingChannel } from 'node:diagnostics_channel';
import { testDatabase } from '../testing/test-database.ts';

const nothing = (): void => undefined;

describe('statements', () => {
  it('are told of by their names and first words, in and outside transactions and on lanes; a failed one too', async () => {
    const database = await testDatabase();
    const told: unknown[] = [];
    const own = new Set<unknown>(['one', 'two', 'three', 'four']);
    // The whole process is told of: something else in it may look at a database of its own meanwhile.
    const start = (call: { readonly name?: unknown }): void => void (own.has(call.name) && told.push({ ...call }));
    const listener = { start, ...{ end: nothing, error: nothing } };
    const channel = tracingChannel<object>('parley:sql');
    channel.subscribe({ ...listener, asyncStart: nothing, asyncEnd: nothing });
    const open = database.open();
    const said = 'send 200 to Ann';
    const statement = (name: string) => ({ name, text: 'select $1::text as said' });
    await open.query(statement('one'), [said]);
    await open.inTenants(['acme'], (session) => session.query(statement('two'), [said]));
    await open.lane('spec').query(statement('three'), [said]);
    await expect(open.query({ name: 'four', text: 'delete from nowhere' }, [])).rejects.toThrow();
    expect(told).toEqual([
      { name: 'one', operation: 'select' },
      { name: 'two', operation: 'select' },
      { name: 'three', operation: 'select' },
      { name: 'four', operation: 'delete' },
    ]);
    await database.drop();
  });
});
