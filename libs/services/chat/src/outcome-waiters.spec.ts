import { OutcomeKind, type Client, type Outcome, type StateEngineService } from '@parley/contracts';
import { MemoryLiveUpdates } from '@parley/ports';
import type { SettledStimulus } from './ingest-stimulus.ts';
import { OutcomeWaiters } from './outcome-waiters.ts';

const ann = { tenant: 'bank', conversation: 'ann' };

const outcome = (eventId: string, recorded: string, settles: string[] = []): Outcome => ({
  ...{ eventId, kind: OutcomeKind.ADVANCED, seq: 1, lastMessage: 1, deliveries: 0, projection: undefined },
  ...{ recorded, settles, code: '' },
});

const settled = (eventId: string, recorded: string, settles: string[] = []): SettledStimulus => ({
  record: {
    ...{ ...ann, connection: 'letters', eventId, generation: 1, attempt: 1 },
    ...{ sealed: new Uint8Array(), receivedAt: 1, offset: '1' },
  },
  outcome: outcome(eventId, recorded, settles),
});

/** Beside a journal that another process writes. */
function world() {
  const updates = new MemoryLiveUpdates();
  const journal: { recorded?: Outcome; settled?: Outcome } = {};
  let asked = 0;
  const findOutcome = () => {
    asked += 1;
    return Promise.resolve({ ...journal });
  };
  const engine = { findOutcome } as unknown as Client<StateEngineService>;
  return { updates, journal, waiters: new OutcomeWaiters({ updates, engine }), asked: () => asked };
}

describe('whoever waits for what came of a message', () => {
  it('rule 26: is told once it is recorded, and nobody is asked', async () => {
    const { waiters, updates, asked } = world();
    const awaited = waiters.expectSettled(ann, 'api:1', 1_000);
    waiters.settle(settled('api:1', 'taken'));
    updates.publish('ann');
    expect(await awaited).toMatchObject({ eventId: 'api:1', recorded: 'taken' });
    expect(asked()).toBe(0);
  });

  it('rule 26: is told of a deferred one what the entry made of it that took it up', async () => {
    const { waiters } = world();
    const awaited = waiters.expectSettled(ann, 'api:1', 1_000);
    waiters.settle(settled('api:1', 'deferred'));
    waiters.settle(settled('result:7', 'taken', ['api:1']));
    expect(await awaited).toMatchObject({ eventId: 'result:7', recorded: 'taken' });
  });

  it('rule 26: is told at once that it was deferred where that is enough', async () => {
    const { waiters } = world();
    const awaited = waiters.expect(ann, 'api:1', 1_000);
    waiters.settle(settled('api:1', 'deferred'));
    expect(await awaited).toMatchObject({ recorded: 'deferred' });
  });

  it('rule 26: is told of what another process settled, at its hint', async () => {
    const { waiters, updates, journal } = world();
    const awaited = waiters.expectSettled(ann, 'api:1', 1_000);
    updates.publish('ann');
    journal.recorded = outcome('api:1', 'deferred');
    updates.publish('ann');
    journal.settled = outcome('result:7', 'taken', ['api:1']);
    updates.publish('ann');
    expect(await awaited).toMatchObject({ eventId: 'result:7', recorded: 'taken' });
  });

  it('rule 26: is told of what another process settled though its hint was lost', async () => {
    const { waiters, journal } = world();
    const awaited = waiters.expect(ann, 'api:1', 10_000);
    journal.recorded = outcome('api:1', 'taken');
    expect(await awaited).toMatchObject({ recorded: 'taken' });
  });

  it('is told nothing of another conversation, and after its time that nothing is known', async () => {
    const { waiters } = world();
    const awaited = waiters.expectSettled({ ...ann, conversation: 'bob' }, 'api:1', 20);
    waiters.settle(settled('api:1', 'taken'));
    expect(await awaited).toBeNull();
  });
});
