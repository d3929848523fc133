import { EventLogUnavailable, MemoryEventLog, MemoryOperations, type NewAttempt } from '@parley/ports';
import { nextAttempt } from './attempt-rules.ts';
import { fireTimers } from './fire-timer.ts';
import { EngineWorld } from './testing/engine-world.ts';

const transfer = { safe: false, keysKeptMs: 60_000, input: {} };

describe('an attempt', () => {
  it('rule 22: is repeated under its key only as long as the far side keeps that', () => {
    const tried = { claimed: 1, firstClaimedAt: 1_000, deadline: 1_000_000 };
    expect(nextAttempt(transfer, tried, 60_999)).toEqual({ kind: 'try' });
    expect(nextAttempt(transfer, tried, 61_000)).toEqual({ kind: 'end', outcome: 'unknown', reason: 'answer.lost' });
  });

  it('rule 22: is repeated at any time where that is safe, and never without a key', () => {
    const tried = { claimed: 1, firstClaimedAt: 0, deadline: 10 ** 12 };
    expect(nextAttempt({ ...transfer, safe: true }, tried, 10 ** 9)).toEqual({ kind: 'try' });
    expect(nextAttempt({ ...transfer, keysKeptMs: null }, tried, 1)).toMatchObject({ outcome: 'unknown' });
  });

  it('rule 22: is not called when its deadline came while it was claimed', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'send 200 to Bob');
    const slow = new (class extends MemoryOperations {
      override claim(claim: NewAttempt): Promise<boolean> {
        world.pass(10 * 60_000);
        return super.claim(claim);
      }
    })(world.store);
    expect(await world.beside({ ports: { operations: slow } }).perform()).toEqual([{ kind: 'result' }]);
    expect(world.calls).toEqual([]);
    expect(world.store.log.map(({ eventId }) => eventId)).toEqual(['op:ann:1:1:deadline']);
  });
});

describe('a wake-up', () => {
  it('rule 5: is pending still when the log did not take it', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'hi');
    world.pass(5 * 60_000);
    const log = new (class extends MemoryEventLog {
      override append(): Promise<void> {
        return Promise.reject(new EventLogUnavailable('away'));
      }
    })(world.store);
    await expect(fireTimers({ ...world.ports, log }, 100)).rejects.toThrow(EventLogUnavailable);
    expect(await world.fire()).toBe(1);
  });
});
