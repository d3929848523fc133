import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { ConnectionHealth, ConnectionSign } from './connection-health.ts';

export function connectionHealthSuite(subject: SuiteSubject<ConnectionHealth>): void {
  describe(`how connections fare, kept by ${subject.name}`, () => {
    let pair: AdapterPair<ConnectionHealth>;
    beforeAll(async () => {
      pair = await subject.open();
    }, 60_000);
    afterAll(() => pair.close());

    it('is read as it was noted, aspect by aspect, by whoever asks', async () => {
      const signs = [sign('read', 'error', 3, 'invalid_auth'), sign('read', 'inbound', 2), sign('read', 'verified', 1)];
      await pair.first.note(signs);
      expect(await pair.second.read('bank', 'read')).toEqual(signs);
      expect(await pair.second.read('bank', 'unheard-of')).toEqual([]);
    });

    it('is the newest of each aspect, in whatever order they come', async () => {
      await pair.first.note([sign('newest', 'error', 20, 'young')]);
      await pair.second.note([sign('newest', 'error', 10, 'old'), sign('newest', 'error', 20, 'young')]);
      expect(await pair.first.read('bank', 'newest')).toEqual([sign('newest', 'error', 20, 'young')]);
    });

    it('is never shown to another tenant', async () => {
      await pair.first.note([sign('own', 'inbound', 1)]);
      expect(await pair.second.read('clinic', 'own')).toEqual([]);
    });
  });
}

const sign = (connection: string, aspect: ConnectionSign['aspect'], at: number, detail = ''): ConnectionSign => ({
  tenant: 'bank',
  connection,
  aspect,
  at,
  detail,
});
