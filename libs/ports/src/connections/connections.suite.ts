import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { Connection, Connections } from './connections.ts';

const NOON = 1_760_000_000_000;

export function connectionsSuite(subject: SuiteSubject<Connections>): void {
  describe(`connections kept by ${subject.name}`, () => {
    let pair: AdapterPair<Connections>;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    it('are found by their public id alone, as they were inserted, through either adapter', async () => {
      expect(await pair.first.insert(connection('plain'))).toBe('created');
      expect(await pair.first.find('plain')).toEqual(connection('plain'));
      expect(await pair.second.find('plain')).toEqual(connection('plain'));
    });

    it('may have no settings and no secrets', async () => {
      const bare = { ...connection('bare'), settings: {}, sealedSecrets: new Uint8Array(0) };
      await pair.first.insert(bare);
      expect(await pair.second.find('bare')).toEqual(bare);
    });

    it('are found by the whole id only', async () => {
      await pair.first.insert(connection('whole'));
      for (const id of ['whol', 'WHOLE', 'whole ', '%', '', 'nobody']) expect(await pair.first.find(id)).toBeNull();
    });

    it('say that an id exists, whosever it is, and stay as they were', async () => {
      await pair.first.insert(connection('taken'));
      expect(await pair.second.insert({ ...connection('taken'), tenant: 'other', flow: 'theirs' })).toBe('exists');
      expect(await pair.first.find('taken')).toEqual(connection('taken'));
      expect(await pair.first.list('other')).toEqual([]);
    });

    it('are created once when two create the same id at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? pair.first : pair.second).insert(connection('raced'))),
      );
      expect(answers.filter((answer) => answer === 'created')).toHaveLength(1);
    });

    it('are listed for their tenant alone, in order of creation', async () => {
      const rows = ['c', 'a', 'b'].map((id, n) => ({
        ...connection(`list-${id}`),
        tenant: 'lister',
        createdAt: NOON + n,
      }));
      for (const row of rows) await pair.first.insert(row);
      await pair.first.insert({ ...connection('list-other'), tenant: 'neighbour' });
      expect(await pair.second.list('lister')).toEqual(rows);
      expect(await pair.second.list('nobody')).toEqual([]);
    });

    it('run another flow once bound to it, and keep all else', async () => {
      await pair.first.insert(connection('bound'));
      expect(await pair.first.bind('connections', 'bound', 'refund')).toBe('bound');
      expect(await pair.second.find('bound')).toEqual({ ...connection('bound'), flow: 'refund' });
    });

    it('are paused and let go on, and keep all else', async () => {
      await pair.first.insert(connection('paused'));
      expect(await pair.first.pause('connections', 'paused', NOON + 5)).toBe('done');
      expect(await pair.second.find('paused')).toEqual({ ...connection('paused'), pausedAt: NOON + 5 });
      expect((await pair.second.list('connections')).find((row) => row.connection === 'paused')?.pausedAt).toBe(
        NOON + 5,
      );
      expect(await pair.second.pause('connections', 'paused', null)).toBe('done');
      expect(await pair.first.find('paused')).toEqual(connection('paused'));
    });

    it('are given other secrets, and keep all else', async () => {
      await pair.first.insert(connection('rotated'));
      await pair.first.pause('connections', 'rotated', NOON);
      expect(await pair.second.replaceSecrets('connections', 'rotated', Uint8Array.of(1, 2), NOON + 9)).toBe('done');
      const changed = { sealedSecrets: Uint8Array.of(1, 2), secretsRotatedAt: NOON + 9, pausedAt: NOON };
      expect(await pair.first.find('rotated')).toEqual({ ...connection('rotated'), ...changed });
    });

    it('cannot be changed by another tenant', async () => {
      await pair.first.insert(connection('own'));
      expect(await pair.second.pause('other', 'own', NOON)).toBe('no-such-connection');
      expect(await pair.second.replaceSecrets('other', 'own', Uint8Array.of(1), NOON)).toBe('no-such-connection');
      expect(await pair.second.pause('connections', 'nobody', NOON)).toBe('no-such-connection');
      expect(await pair.first.find('own')).toEqual(connection('own'));
    });

    it('cannot be bound by another tenant', async () => {
      await pair.first.insert(connection('mine'));
      expect(await pair.second.bind('other', 'mine', 'theirs')).toBe('no-such-connection');
      expect(await pair.second.bind('connections', 'nobody', 'refund')).toBe('no-such-connection');
      expect((await pair.first.find('mine'))?.flow).toBe('bank-transfer');
    });
  });
}

const connection = (id: string): Connection => ({
  connection: id,
  tenant: 'connections',
  channel: 'web-chat',
  flow: 'bank-transfer',
  settings: { title: 'Bank “é” 😀', origins: ['https://bank.example'], showJournal: true, limits: { perMinute: 30.5 } },
  sealedSecrets: Uint8Array.from({ length: 50 }, (_, n) => 250 - n),
  createdAt: NOON,
});
