import { newConversation } from '../journal/journal-fixtures.ts';
import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { Places, SealedPlace } from './places.ts';

export function placesSuite(subject: SuiteSubject<Places>): void {
  describe(`places of conversations kept by ${subject.name}`, () => {
    let pair: AdapterPair<Places>;
    beforeAll(async () => {
      pair = await subject.open();
    }, 60_000);
    afterAll(() => pair.close());

    it('are found as they were noted, by whoever asks, and none where none was noted', async () => {
      const [talk, other] = [newConversation(), newConversation()];
      const place = placeOf(talk, 1, 10, [0, 1, 255]);
      await pair.first.note([place, placeOf(other, 1, 11, [7])]);
      expect(await pair.second.find(talk)).toEqual(place);
      expect(await pair.second.find(newConversation())).toBeNull();
    });

    it('are the newest that were told, in whatever order they come and however often', async () => {
      const talk = newConversation();
      const [old, young] = [placeOf(talk, 1, 10, [1]), placeOf(talk, 1, 20, [2])];
      await pair.first.note([young]);
      await Promise.all([pair.first.note([old]), pair.second.note([young]), pair.second.note([old])]);
      expect(await pair.first.find(talk)).toEqual(young);
    });

    it('of a later generation count, and outlive the erasure of the earlier ones', async () => {
      const talk = newConversation();
      const [gone, left] = [placeOf(talk, 1, 20, [1]), placeOf(talk, 2, 10, [2])];
      await pair.first.note([gone, left]);
      expect(await pair.second.find(talk)).toEqual(left);
      await pair.second.erase(talk, 1);
      expect(await pair.first.find(talk)).toEqual(left);
      await pair.second.erase(talk, 2);
      await pair.second.erase(talk, 2);
      expect(await pair.first.find(talk)).toBeNull();
    });

    it('are never shown to another tenant', async () => {
      const talk = newConversation();
      await pair.first.note([placeOf(talk, 1, 10, [1])]);
      expect(await pair.second.find({ ...talk, tenant: 'stranger' })).toBeNull();
      await pair.second.erase({ ...talk, tenant: 'stranger' }, 9);
      expect(await pair.second.find(talk)).not.toBeNull();
    });
  });
}

function placeOf(
  { tenant, conversation }: { readonly tenant: string; readonly conversation: string },
  generation: number,
  at: number,
  sealed: readonly number[],
): SealedPlace {
  return { tenant, conversation, generation, at, sealed: Uint8Array.from(sealed) };
}
