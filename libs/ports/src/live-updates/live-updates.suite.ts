import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { LiveUpdates, News } from './live-updates.ts';

export function liveUpdatesSuite(subject: SuiteSubject<LiveUpdates>): void {
  describe(`hints of ${subject.name}`, () => {
    let pair: AdapterPair<LiveUpdates>;
    beforeAll(async () => {
      pair = await subject.open();
    });
    afterAll(() => pair.close());

    it('reach every subscriber of the conversation, through either adapter', async () => {
      const [here, there] = [counter(), counter()];
      pair.first.subscribe('both', here.hear);
      pair.second.subscribe('both', there.hear);
      pair.first.publish('both');
      await settled(() => here.heard() === 1 && there.heard() === 1);
      expect([here.heard(), there.heard()]).toEqual([1, 1]);
    });

    it('reach nobody who listens to another conversation', async () => {
      const [mine, other] = [counter(), counter()];
      pair.first.subscribe('mine', mine.hear);
      pair.first.subscribe('other', other.hear);
      pair.second.publish('mine');
      await settled(() => mine.heard() === 1);
      expect([mine.heard(), other.heard()]).toEqual([1, 0]);
    });

    it('end with the subscription, and ending twice is ending once', async () => {
      const [leaver, stayer] = [counter(), counter()];
      const leave = pair.first.subscribe('left', leaver.hear);
      pair.first.subscribe('left', stayer.hear);
      leave();
      leave();
      pair.first.publish('left');
      await settled(() => stayer.heard() === 1);
      expect([leaver.heard(), stayer.heard()]).toEqual([0, 1]);
    });

    it('are counted for each subscription, though the function is the same', async () => {
      const twice = counter();
      const leave = pair.first.subscribe('twice', twice.hear);
      pair.first.subscribe('twice', twice.hear);
      pair.first.publish('twice');
      await settled(() => twice.heard() === 2);
      leave();
      pair.first.publish('twice');
      await settled(() => twice.heard() === 3);
      expect(twice.heard()).toBe(3);
    });

    it('carry the news that were published, or none, never others', async () => {
      const heard: (News | undefined)[] = [];
      const leave = pair.second.subscribe('news', (news) => heard.push(news));
      pair.first.publish('news', { last: 1, status: 'bot', messages: [] });
      pair.first.publish('news');
      await settled(() => heard.length === 2);
      leave();
      expect(heard[0] ?? { last: 1, status: 'bot', messages: [] }).toEqual({ last: 1, status: 'bot', messages: [] });
      expect(heard[1]).toBeUndefined();
    });

    it('go to nobody without complaint', () => {
      expect(() => pair.first.publish('nobody-listens')).not.toThrow();
    });

    it('harm neither publisher nor neighbours when a subscriber throws', async () => {
      const neighbour = counter();
      pair.first.subscribe('broken', () => {
        throw new Error('a broken subscriber');
      });
      pair.first.subscribe('broken', neighbour.hear);
      expect(() => pair.first.publish('broken')).not.toThrow();
      await settled(() => neighbour.heard() === 1);
      expect(neighbour.heard()).toBe(1);
    });

    it('may end their own subscription while being told', async () => {
      const after = counter();
      const leave = pair.first.subscribe('self', () => leave());
      pair.first.subscribe('self', after.hear);
      pair.first.publish('self');
      pair.first.publish('self');
      await settled(() => after.heard() === 2);
      expect(after.heard()).toBe(2);
    });
  });
}

function counter(): { readonly hear: () => void; readonly heard: () => number } {
  let times = 0;
  return { hear: () => void (times += 1), heard: () => times };
}

/** Waits until it is so, at most two seconds: hints may travel. */
async function settled(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !isSo(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
}
