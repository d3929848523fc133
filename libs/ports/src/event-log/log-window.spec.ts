import { newConversation } from '../journal/journal-fixtures.ts';
import { recordOf } from './log-fixtures.ts';
import { LogWindow } from './log-window.ts';

const limits = { records: 10, bytes: 1_000_000, share: 4, parked: 1_000 };

describe('the window of a log', () => {
  const [busy, quiet] = [newConversation(), newConversation()];
  const at = (talk: typeof busy, offset: number) => ({
    ...recordOf(talk, offset),
    offset: String(offset),
    attempt: 1,
  });

  it('rule 21: has room for others, however much one conversation has', () => {
    const window = new LogWindow(0, limits);
    for (let offset = 1; offset <= 50; offset += 1) window.admit(at(busy, offset));
    expect(window.hasRoom()).toBe(true);
    window.admit(at(quiet, 51));
    expect(window.take(10).map(({ offset }) => offset)).toEqual(['1', '51']);
  });

  it('rule 21: lets conversations take turns', () => {
    const window = new LogWindow(0, limits);
    for (const offset of [1, 2, 3]) window.admit(at(busy, offset));
    window.admit(at(quiet, 4));
    const order = [1, 2, 3, 4].map(() => {
      const batch = window.take(1);
      window.settle(batch);
      return batch[0]?.offset;
    });
    expect(order).toEqual(['1', '4', '2', '3']);
  });
});
