import { decideFailure } from './decide.ts';
import type { Entry } from './entry.ts';
import { closedOperations } from './operations.ts';
import { projectOutcome } from './project-outcome.ts';
import { replay } from './replay.ts';
import { littleIntents, remoteRules, repliesOf } from './testing/little-flow.ts';
import { ended, RemoteTalk, working } from './testing/remote-talk.ts';

const apology = 'Sorry, something went wrong on our side. Please try again.';

describe('a failure while the model thinks', () => {
  it('rule 19: of the message that was understood undoes only itself, and the next is taken', () => {
    const talk = new RemoteTalk();
    talk.say('spin');
    talk.press('bye');
    const entry = talk.means('loop');
    expect(entry).toMatchObject({
      outcome: { kind: 'taken' },
      settles: ['web:1', 'web:2'],
      failures: [{ code: 'limit-microsteps', event: 'message', id: 'web:1' }],
    });
    expect(repliesOf(entry)).toEqual(['Bye.', apology]);
  });

  it('rule 19: of something else leaves what waits where it is', () => {
    const talk = new RemoteTalk();
    talk.say('hello');
    const why = { code: 'stimulus.kills-the-process', message: 'five times' };
    const message = talk.stimulus({ kind: 'message', text: 'boom' });
    const { state } = decideFailure(talk.state, message, why, { wallClock: talk.now, seed: 's' });
    expect(state.thinking).toEqual(talk.state?.thinking);
  });

  it('rule 19: of the answer itself gives up what waits for it, and says so: no other answer will come', () => {
    const talk = new RemoteTalk();
    talk.say('hello');
    talk.say('so long');
    const why = { code: 'stimulus.kills-the-process', message: 'five times' };
    const answer = talk.stimulus({ ...ended, operation: talk.asked, outcome: 'done' });
    const { entry, state } = decideFailure(talk.state, answer, why, { wallClock: talk.now, seed: 's' });
    expect(state).not.toHaveProperty('thinking');
    expect(entry).toMatchObject({
      outcome: { kind: 'failed' },
      settles: ['web:1', 'web:2'],
      failures: [{ id: 'web:1' }, { id: 'web:2' }],
    });
    expect(repliesOf(entry)).toEqual([apology]);
    expect(closedOperations(talk.state, state)).toEqual(['c:1:0']);
  });

  it('rule 20: an answer whose entry would be too large gives up what waits for it', () => {
    const talk = new RemoteTalk();
    talk.say('hello');
    talk.rules = remoteRules((text) => text.repeat(400_000));
    expect(talk.means(null)).toMatchObject({
      outcome: { kind: 'failed', code: 'entry.too-large' },
      settles: ['web:1'],
    });
    talk.rules = remoteRules();
    expect(talk.say('hello').outcome.kind).toBe('deferred');
  });
});

describe('a journal with thoughts in it', () => {
  const talked = (): RemoteTalk => {
    const talk = working('hello?');
    for (const text of ['anybody?', 'so long']) talk.pass(100).say(text);
    talk.means(null);
    talk.press('mumble');
    talk.take({ ...ended, operation: 'c:2:0', outcome: 'failed' });
    talk.means('loop');
    talk.means('bye');
    talk.say('once more');
    talk.say('a person');
    talk.take({ ...ended, operation: talk.asked, outcome: 'unknown' });
    talk.means('help');
    talk.say('hello?');
    return talk;
  };

  it('rule 9: replays byte for byte, from the beginning and from anywhere', () => {
    const talk = talked();
    expect(replay(talk.entries, () => remoteRules())).toEqual({ mismatches: [], drift: [], state: talk.state });
    for (const place of talk.entries.keys()) {
      const half = replay(talk.entries.slice(0, place), () => remoteRules());
      const rest = replay(talk.entries.slice(place), () => remoteRules(), half.state);
      expect(rest).toEqual({ mismatches: [], drift: [], state: talk.state });
    }
  });

  it('rule 4: numbers messages without a gap, and settles each that waited once', () => {
    const { entries } = talked();
    const numbers = entries.flatMap((entry) => projectOutcome(entry).messages.map(({ number }) => number));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const deferred = entries
      .filter(({ outcome }) => outcome.kind === 'deferred')
      .map(({ stimulus }) => stimulus.eventId);
    expect(entries.flatMap(({ settles }) => settles).sort()).toEqual([...deferred].sort());
  });
});

describe('whatever happens while the model thinks', () => {
  /** The same choices for the same seed. */
  const chooser = (seed: number): ((count: number) => number) => {
    let state = seed;
    return (count) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 16) % count;
    };
  };

  function happen(talk: RemoteTalk, choose: (count: number) => number): void {
    const intent = littleIntents[choose(littleIntents.length)] ?? null;
    const work = talk.state?.snapshot?.operations[0]?.operation ?? 'none';
    const outcome = (['done', 'failed', 'unknown'] as const)[choose(3)] ?? 'done';
    const acts = [
      () => talk.say('something'),
      () => talk.say('something'),
      () => talk.press(intent ?? ''),
      () => talk.means(intent),
      () => talk.means(null),
      () => talk.take({ ...ended, operation: talk.asked, outcome }),
      () => talk.take({ ...ended, operation: work, outcome }),
      () => talk.take({ kind: 'opened' }),
      () => talk.take({ kind: 'agent-closed', agent: 'eve' }),
      () => talk.pass(400).decide(talk.stimulus({ kind: 'timer', due: talk.now })),
    ];
    acts[choose(acts.length)]?.();
  }

  /** What the machine was told, in its order. */
  const heardOf = ({ stimulus, outcome, settles }: Entry): readonly string[] =>
    stimulus.body.kind === 'message' && !['deferred', 'refused'].includes(outcome.kind)
      ? [...settles, stimulus.eventId]
      : settles;

  it.each(Array.from({ length: 100 }, (_, index) => index + 1))(
    'rules 8, 9: messages are heard in order, each once, and the journal replays (seed %i)',
    (seed) => {
      const choose = chooser(seed);
      const talk = new RemoteTalk();
      for (let step = 0; step < 80; step += 1) happen(talk, choose);
      const { entries, state } = talk;
      const isMessage = new Map(
        entries.map(({ stimulus: { eventId, body } }) => [String(eventId), body.kind === 'message']),
      );
      const deferred = entries
        .filter(({ outcome }) => outcome.kind === 'deferred')
        .map(({ stimulus }) => stimulus.eventId);
      const kept = [...(state?.snapshot?.deferred.map(({ id }) => id) ?? []), ...talk.waiting];
      expect([...entries.flatMap(({ settles }) => settles), ...kept].sort()).toEqual([...deferred].sort());
      const heard = entries.flatMap(heardOf).filter((eventId) => isMessage.get(eventId));
      const numbers = heard.map((eventId) => Number(eventId.slice('web:'.length)));
      expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
      expect(replay(entries, () => remoteRules())).toEqual({ mismatches: [], drift: [], state });
    },
  );
});
