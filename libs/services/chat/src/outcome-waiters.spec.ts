import { OutcomeKind, type Outcome } from '@parley/contracts';
import type { SettledStimulus } from './ingest-stimulus.ts';
import { OutcomeWaiters } from './outcome-waiters.ts';

const settled = (eventId: string, recorded: string, settles: string[] = []): SettledStimulus => {
  const outcome: Outcome = {
    ...{ eventId, kind: OutcomeKind.ADVANCED, seq: 1, lastMessage: 1, deliveries: 0, projection: undefined },
    ...{ recorded, settles, code: '' },
  };
  const record = {
    ...{ tenant: 'bank', conversation: 'ann', connection: 'letters', eventId, generation: 1, attempt: 1 },
    ...{ sealed: new Uint8Array(), receivedAt: 1, offset: '1' },
  };
  return { record, outcome };
};

describe('whoever waits for what came of a message', () => {
  it('rule 26: is told once it is recorded', async () => {
    const waiters = new OutcomeWaiters();
    const outcome = waiters.expectSettled('ann', 'api:1', 1_000);
    waiters.settle(settled('api:1', 'taken'));
    expect(await outcome).toMatchObject({ eventId: 'api:1', recorded: 'taken' });
  });

  it('rule 26: is told of a deferred one what the entry made of it that took it up', async () => {
    const waiters = new OutcomeWaiters();
    const outcome = waiters.expectSettled('ann', 'api:1', 1_000);
    waiters.settle(settled('api:1', 'deferred'));
    waiters.settle(settled('result:7', 'taken', ['api:1']));
    expect(await outcome).toMatchObject({ eventId: 'result:7', recorded: 'taken' });
  });

  it('rule 26: is told at once that it was deferred where that is enough', async () => {
    const waiters = new OutcomeWaiters();
    const outcome = waiters.expect('ann', 'api:1', 1_000);
    waiters.settle(settled('api:1', 'deferred'));
    expect(await outcome).toMatchObject({ recorded: 'deferred' });
  });

  it('is told nothing of another conversation, and after its time that nothing is known', async () => {
    const waiters = new OutcomeWaiters();
    const outcome = waiters.expectSettled('bob', 'api:1', 20);
    waiters.settle(settled('api:1', 'taken'));
    expect(await outcome).toBeNull();
  });
});
