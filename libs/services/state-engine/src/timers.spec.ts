import { jest } from '@jest/globals';
import { OutcomeKind } from '@parley/contracts';
import { advanceConversations } from './advance-conversation.ts';
import { engineDefaults } from './config.ts';
import { FlowLibrary, learnFlow } from './flow-library.ts';
import { Heads } from './heads.ts';
import { EngineWorld, repliesOf, tenant } from './testing/engine-world.ts';
import { TimerLoop } from './timer-loop.ts';

const fiveMinutes = 5 * 60_000;
const ref = { tenant, conversation: 'ann' };

async function pumped(world: EngineWorld): Promise<readonly (readonly [string, readonly string[]])[]> {
  return (await world.pump()).map((outcome) => [outcome.kind, repliesOf(outcome)] as const);
}

describe('a wake-up', () => {
  it('rule 5: enters the log like anything else, and whatever is due fires', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'hi');
    expect(await world.fire()).toBe(0);
    world.pass(fiveMinutes);
    expect(await world.fire()).toBe(1);
    expect(await pumped(world)).toEqual([[OutcomeKind.ADVANCED, ['Still there?']]]);
    expect(await world.verify('ann')).toEqual([]);
  });

  it('rule 5: is written only if none is pending that is as early', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'hi');
    const first = await world.ports.wakeUps.next();
    await world.say('ann', 'what are the fees?');
    await world.say('ann', 'what are the fees?');
    expect(await world.ports.wakeUps.next()).toBe(first);
  });

  it('rule 5: that finds nothing due arranges the next and writes no entry', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'hi');
    world.pass(fiveMinutes - 2_000);
    await world.say('ann', 'what are the fees?');
    const asked = world.now;
    world.pass(1_500);
    await world.fire();
    expect(await pumped(world)).toEqual([[OutcomeKind.NOTHING_DUE, []]]);
    expect(await world.journal('ann')).toHaveLength(2);
    expect(await world.ports.wakeUps.next()).toBe(asked + fiveMinutes);
    world.pass(fiveMinutes);
    await world.fire();
    expect(await pumped(world)).toEqual([[OutcomeKind.ADVANCED, ['Still there?']]]);
  });

  it('rule 5: that finds nothing due costs the store nothing more beside others that do', async () => {
    const world = await EngineWorld.open();
    const people = ['ann', 'bob', 'cyd'];
    for (const one of people) await world.say(one, 'hi');
    world.pass(fiveMinutes - 5_000);
    for (const one of people) await world.say(one, 'what are the fees?');
    world.pass(4_000);
    expect(await world.fire()).toBe(people.length);
    const clear = jest.spyOn(world.ports.wakeUps, 'clear');
    const arrange = jest.spyOn(world.ports.wakeUps, 'arrange');
    const woken = await world.advance(world.store.log.splice(0).map(({ offset: _offset, ...stimulus }) => stimulus));
    expect(woken.map(({ kind }) => kind)).toEqual(people.map(() => OutcomeKind.NOTHING_DUE));
    expect([clear, arrange].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
    expect(arrange.mock.calls[0]?.[0]).toHaveLength(people.length);
  });

  it('rule 5: fired twice, by a crash between append and clear, is one event', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'hi');
    world.pass(fiveMinutes);
    const pending = await world.ports.wakeUps.due(world.now, 10);
    await world.fire();
    await world.ports.wakeUps.arrange(pending);
    await world.fire();
    expect(world.store.log).toHaveLength(2);
    expect(await pumped(world)).toEqual([
      [OutcomeKind.ADVANCED, ['Still there?']],
      [OutcomeKind.DUPLICATE, ['Still there?']],
    ]);
    expect(await world.ports.wakeUps.due(world.now, 10)).toEqual([]);
    expect(await world.ports.wakeUps.next()).toBe(world.now + 10 * 60_000);
  });

  it('rule 5: is not lost when the log is faster than whoever fired it', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'hi');
    world.pass(fiveMinutes);
    const fired = await world.ports.wakeUps.due(world.now, 10);
    // The stimulus is journalled, with a next wake-up, before the fired row is cleared.
    await world.send('ann', `timer:${fired[0]?.due ?? 0}`, { kind: 'timer', due: fired[0]?.due ?? 0 });
    await world.ports.wakeUps.clear(fired);
    expect(await world.ports.wakeUps.next()).toBe(world.now + 10 * 60_000);
  });

  it('rule 5: is never lost between the clear and the next, whoever is first', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'hi');
    world.pass(fiveMinutes - 2_000);
    await world.say('ann', 'what are the fees?');
    world.pass(1_500);
    const due = await world.ports.wakeUps.due(world.now, 10);
    expect(due).toHaveLength(1);
    // The stimulus is handled before the row is cleared.
    await world.send('ann', `timer:${due[0]?.due ?? 0}`, { kind: 'timer', due: due[0]?.due ?? 0 });
    await world.ports.wakeUps.clear(due);
    expect(await world.ports.wakeUps.next()).not.toBeNull();
  });

  it('rule 13: that finds nothing due on a head that moved meanwhile looks at the new one', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'hi');
    const stale = world.beside();
    await stale.say('ann', 'what are the fees?', 'web:stale');
    world.pass(fiveMinutes);
    // `world` has a head on which the timer is due; `stale` does not know that it fired already.
    await world.fire();
    await world.pump();
    const idle = await world.ports.wakeUps.next();
    const outcome = await stale.send('ann', 'timer:1', { kind: 'timer', due: 1 });
    expect(outcome.kind).toBe(OutcomeKind.NOTHING_DUE);
    expect(await world.ports.wakeUps.next()).toBe(idle);
  });

  it('rule 5: fires even where this clock is behind the one that set it off', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'hi');
    const due = (await world.ports.wakeUps.next()) ?? 0;
    expect(due).toBeGreaterThan(world.now);
    const outcome = await world.send('ann', `timer:${due}`, { kind: 'timer', due });
    expect(repliesOf(outcome)).toEqual(['Still there?']);
    expect((await world.journal('ann')).at(-1)?.now).toBe(due);
  });

  it('rule 16: only the flow’s timers end an episode, and a later message begins anew', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'send 5000 to Bob');
    for (let round = 0; round < 2; round += 1) {
      world.pass(10 * 60_000);
      await world.fire();
      await world.pump();
    }
    const { summaries } = world.store;
    expect([...summaries.values()].map(({ status, episode }) => [status, episode])).toEqual([['ended', 1]]);
    expect(await world.ports.wakeUps.next()).toBeNull();
    expect(await world.say('ann', 'yes')).toEqual(['Hello there. I can send money for you.']);
    expect(await world.ports.journal.heads([ref])).toMatchObject([{ seq: 4 }]);
    expect(await world.verify('ann')).toEqual([]);
  });
});

describe('many wake-ups due at once', () => {
  it('go off no faster than they are handled, so that people do not wait behind all of them', async () => {
    jest.useFakeTimers();
    try {
      let [rounds, waitedMs] = [0, 0];
      const loop = new TimerLoop({
        run: () => Promise.resolve((rounds += 1) < 5),
        pauseMs: () => waitedMs,
        next: () => Promise.resolve(null),
        now: Date.now,
        everyMs: 60_000,
        failed: (error) => {
          throw error;
        },
      });
      loop.start();
      await jest.advanceTimersByTimeAsync(0);
      waitedMs = 300;
      await jest.advanceTimersByTimeAsync(20);
      expect(rounds).toBe(2);
      await jest.advanceTimersByTimeAsync(270);
      expect(rounds).toBe(2);
      await jest.advanceTimersByTimeAsync(1_000);
      expect(rounds).toBe(5);
      await loop.stop();
    } finally {
      jest.useRealTimers();
    }
  });

  it('tell how long they waited in the log', async () => {
    const world = await EngineWorld.open();
    const { ports } = world;
    const config = { ...engineDefaults, riders: true, soleWorker: true };
    const stimulus = await world.seal('ann', 'timer:1', { kind: 'timer', due: 1 });
    const waits: number[] = [];
    const advance = {
      ...{ ports, config, library: new FlowLibrary(ports, config, learnFlow) },
      ...{ heads: new Heads(ports, 1_000_000), directory: ports.directory },
      committed: () => undefined,
      woken: (waitedMs: number) => void waits.push(waitedMs),
    };
    world.pass(70);
    await advanceConversations(advance, [stimulus], false);
    expect(waits).toEqual([70]);
  });
});

describe('timers of a running engine', () => {
  it('go off by themselves', async () => {
    const clock = { now: 1_000_000 };
    const world = await EngineWorld.open({ ports: { now: () => clock.now }, config: { scanEveryMs: 5 } });
    await world.engine.start();
    await world.send('ann', 'web:1', { kind: 'message', text: 'hi' });
    clock.now += fiveMinutes;
    for (let tries = 0; tries < 200 && world.store.log.length === 0; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await world.engine.drain();
    expect(world.store.log.map(({ eventId }) => eventId)).toEqual([`timer:${1_000_000 + fiveMinutes}`]);
  });
});
