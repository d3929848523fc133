import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { Presence, SessionRef } from './presence.ts';

const NOON = 1_760_000_000_000;

export interface PresencePair extends AdapterPair<Presence> {
  /** Lets this much time pass, ms. */
  pass(ms: number): Promise<void>;
}

export interface PresenceSubject extends SuiteSubject<Presence> {
  open(): Promise<PresencePair>;
}

export function presenceSuite(subject: PresenceSubject): void {
  describe(`presence of ${subject.name}`, () => {
    let pair: PresencePair;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    it('is seen by every process', async () => {
      const page = session('bank', 'seen', 'seen-page');
      expect(await pair.first.note(page, NOON)).toEqual({ ...page, since: NOON, seenAt: NOON });
      expect(await pair.second.find('bank', page.session)).toEqual({ ...page, since: NOON, seenAt: NOON });
      expect(await pair.second.present(page)).toEqual([{ ...page, since: NOON, seenAt: NOON }]);
    });

    it('is one session, however often and wherever it is noted', async () => {
      const page = session('bank', 'again', 'again-page');
      await pair.first.note(page, NOON);
      const again = { ...page, since: NOON, seenAt: NOON + 500 };
      expect(await pair.second.note(page, NOON + 500)).toEqual(again);
      expect(await pair.first.present(page)).toEqual([again]);
    });

    it('ends when it is said to end, and of that session alone', async () => {
      const [leaver, stayer] = [session('bank', 'left', 'leaver'), session('bank', 'left', 'stayer')];
      await pair.first.note(leaver, NOON);
      await pair.first.note(stayer, NOON);
      await pair.second.leave(leaver);
      await pair.second.leave(leaver);
      expect(await pair.first.find('bank', leaver.session)).toBeNull();
      expect((await pair.first.present(leaver))?.map((one) => one.session)).toEqual([stayer.session]);
    });

    it('lapses when nobody notes it again, and begins anew after that', async () => {
      const page = session('bank', 'lapsed', 'lapsed-page');
      await pair.first.note(page, NOON, 40);
      await pair.pass(60);
      expect(await pair.second.find('bank', page.session)).toBeNull();
      expect(await pair.second.present(page)).toEqual([]);
      expect((await pair.first.note(page, NOON + 60))?.since).toBe(NOON + 60);
    });

    it('is of the conversation where the session was noted last', async () => {
      const [before, after] = [session('bank', 'before', 'mover'), session('bank', 'after', 'mover')];
      await pair.first.note(before, NOON);
      await pair.first.note(after, NOON + 1);
      expect(await pair.second.present(before)).toEqual([]);
      await pair.second.leave(before);
      expect(await pair.second.present(after)).toHaveLength(1);
    });

    it('is of one tenant: the same names elsewhere are others', async () => {
      const [here, there] = [session('bank', 'mine', 'same'), session('clinic', 'mine', 'same')];
      await pair.first.note(here, NOON);
      expect(await pair.first.find('clinic', 'same')).toBeNull();
      expect(await pair.first.present(there)).toEqual([]);
    });

    it('is of nobody where nobody was noted', async () => {
      expect(await pair.first.present(session('bank', 'nobody', 'none'))).toEqual([]);
    });
  });
}

const session = (tenant: string, conversation: string, name: string): SessionRef => ({
  tenant,
  conversation,
  session: name,
});
