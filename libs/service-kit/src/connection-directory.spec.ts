import type { Client, Connection, SecurityService } from '@parley/contracts';
import { ServiceFault } from '@parley/contracts';
import { MemoryCache, newCacheStore } from '@parley/ports';
import { ConnectionDirectory, forgetConnection } from './connection-directory.ts';

const page: Connection = {
  ...{ connection: 'page', tenant: 'bank', channel: 'web-chat', flow: 'old', createdAt: 1, paused: false },
  settingsJson: new TextEncoder().encode('{"title":"The Bank"}'),
};

describe('a directory of connections', () => {
  let rows: Map<string, Connection>;
  let asked: number;
  let now: number;
  let cache: MemoryCache;
  let directory: ConnectionDirectory;

  beforeEach(() => {
    rows = new Map([[page.connection, page]]);
    asked = 0;
    now = 0;
    cache = new MemoryCache(newCacheStore(), { clock: () => now });
    const getConnection = ({ connection }: { readonly connection: string }) => {
      asked += 1;
      const row = rows.get(connection);
      if (row === undefined) return Promise.reject(new ServiceFault('NOT_FOUND', 'connection.unknown', 'None.'));
      return Promise.resolve({ connection: row });
    };
    directory = new ConnectionDirectory({ getConnection } as unknown as Client<SecurityService>, cache);
  });

  it('asks once for all who want to know, the unknown too, and then knows without a promise', async () => {
    expect(directory.peek('page')).toBeUndefined();
    const found = await Promise.all([directory.find('page'), directory.find('page')]);
    expect(found[0]).toMatchObject({ tenant: 'bank', flow: 'old', settings: { title: 'The Bank' } });
    expect(directory.peek('page')).toBe(found[1]);
    expect([await directory.find('none'), await directory.find('none'), directory.peek('none')]).toEqual([
      null,
      null,
      null,
    ]);
    expect(asked).toBe(2);
  });

  it('shows a changed connection at once where it is told, and after a second where it is not', async () => {
    await directory.find('page');
    rows.set('page', { ...page, flow: 'new' });
    await forgetConnection(cache, 'page');
    expect((await directory.find('page'))?.flow).toBe('new');
    rows.set('page', { ...page, flow: 'newer' });
    expect((await directory.find('page'))?.flow).toBe('new');
    now += 1_001;
    expect((await directory.find('page'))?.flow).toBe('newer');
  });
});
