import { canonicalBytes, sha256Hex } from '@parley/message';
import { decideFailure } from './decide.ts';
import { closedOperations, nextDue, openedOperations } from './operations.ts';
import { beginsEpisode } from './state.ts';
import { littleRules, repliesOf, Talk } from './testing/little-flow.ts';

const result = (operation: string, outcome: 'done' | 'failed' | 'unknown' = 'done') =>
  ({ kind: 'result', operation, attempt: 1, outcome }) as const;

describe('an episode', () => {
  it('begins with the first message, which is stepped in the same entry', () => {
    const talk = new Talk();
    const entry = talk.say('hello');
    expect(entry).toMatchObject({ seq: 1, episode: 1, flow: 'f1', language: 'en', outcome: { kind: 'taken' } });
    expect(repliesOf(entry)).toEqual(['Yes?']);
  });

  it('begins with the opening of a widget, if it is the first', () => {
    const talk = new Talk();
    const opened = talk.stimulus({ kind: 'opened' });
    expect(beginsEpisode(talk.state, opened)).toBe(true);
    expect(talk.take({ kind: 'opened' })).toMatchObject({ episode: 1, messages: [] });
    expect(beginsEpisode(talk.state, opened)).toBe(false);
    expect(talk.take({ kind: 'opened' })).toMatchObject({ seq: 2, episode: 1, outcome: { kind: 'unhandled' } });
  });

  it('ends, and the next message begins anew, but no opening does', () => {
    const talk = new Talk();
    expect(repliesOf(talk.say('bye'))).toEqual(['Bye.']);
    expect(talk.entries[0]?.after).toMatchObject({ status: 'ended', states: [] });
    expect(talk.take({ kind: 'opened' })).toMatchObject({ episode: 1, outcome: { kind: 'unhandled' } });
    expect(talk.say('hello')).toMatchObject({ seq: 3, episode: 2, after: { status: 'bot', states: ['idle'] } });
  });

  it('speaks the language that was asked for, if the flow has it, and switches midway', () => {
    const talk = new Talk();
    expect(talk.take({ kind: 'message', text: 'x', language: 'fr' }).language).toBe('en');
    expect(talk.take({ kind: 'message', text: 'x', language: 'de' }).language).toBe('de');
    expect(talk.say('x').language).toBe('de');
  });

  it('rule 12: is not begun where nothing is published: the failure is recorded, and answered', () => {
    const talk = new Talk();
    talk.rules = null;
    const entry = talk.say('hello');
    expect(entry).toMatchObject({ episode: 0, outcome: { kind: 'failed', code: 'flow.none-published' } });
    expect(repliesOf(entry)).toHaveLength(1);
    talk.rules = littleRules();
    expect(talk.say('hello')).toMatchObject({ seq: 2, episode: 1 });
  });

  it('rule 8: begins with what waited while the one before came to its end', () => {
    const talk = new Talk();
    talk.say('work');
    expect(talk.say('hello')).toMatchObject({ outcome: { kind: 'deferred' } });
    expect(talk.say('and hello')).toMatchObject({ outcome: { kind: 'deferred' } });
    const entry = talk.take(result('c:1:0', 'failed'));
    expect(repliesOf(entry)).toEqual(['No.', 'Yes?', 'Yes?']);
    expect(entry).toMatchObject({ episode: 2, settles: ['web:2', 'web:3'], after: { status: 'bot' } });
  });
});

describe('an entry', () => {
  it('rule 9: records one now, never before the one before', () => {
    const talk = new Talk();
    talk.say('x');
    talk.pass(-5_000);
    expect(talk.say('x').now).toBe(10_000);
    expect(talk.pass(9_000).say('x').now).toBe(14_000);
  });

  it('rule 9: holds the hash of the canonical state, and the same arguments give the same bytes', () => {
    const talk = new Talk();
    const one = talk.decide(talk.stimulus({ kind: 'message', text: 'x' }, { eventId: 'web:a' }));
    const other = new Talk();
    const two = other.decide(other.stimulus({ kind: 'message', text: 'x' }, { eventId: 'web:a' }));
    if (one.kind !== 'entry' || two.kind !== 'entry') throw new Error('no entry');
    expect(one.entryBytes).toEqual(two.entryBytes);
    expect(one.entry.snapshotHash).toBe(sha256Hex(one.stateBytes));
    expect(one.stateBytes).toEqual(canonicalBytes(one.state));
  });

  it('rule 4: numbers its messages: the inbound first, its replies next, without a gap', () => {
    const talk = new Talk();
    talk.say('help');
    talk.take({ kind: 'agent-message', agent: 'eve', text: 'I am here.' });
    talk.say('thanks');
    talk.take({ kind: 'agent-closed', agent: 'eve' });
    const messages = talk.entries.flatMap((entry) => entry.messages);
    expect(messages.map(({ number, from }) => `${number} ${from}`)).toEqual([
      '1 person',
      '2 bot',
      '3 agent',
      '4 person',
      '5 bot',
    ]);
  });

  it('rule 20: that would be too large is recorded as failed instead', () => {
    const talk = new Talk();
    talk.rules = littleRules((text) => text.repeat(400_000));
    const entry = talk.say('x');
    expect(entry).toMatchObject({ outcome: { kind: 'failed', code: 'entry.too-large' }, effects: [], episode: 0 });
  });

  it('rule 21: of a throttled message is numbered and takes no turn', () => {
    const talk = new Talk();
    talk.say('x');
    const entry = talk.say('x', { throttled: true });
    expect(entry).toMatchObject({
      outcome: { kind: 'throttled' },
      effects: [],
      messages: [{ number: 3, from: 'person' }],
    });
    expect(entry.messages).toHaveLength(1);
  });

  it('of an unhandled message says so', () => {
    const talk = new Talk();
    talk.say('x');
    expect(talk.say('mumble')).toMatchObject({ outcome: { kind: 'unhandled' } });
  });
});

describe('a failure', () => {
  it('rule 19: in the rules is an entry in its place, undone, and the conversation goes on', () => {
    const talk = new Talk();
    talk.say('x');
    const before = talk.state?.snapshot;
    const entry = talk.say('loop');
    expect(entry).toMatchObject({ seq: 2, outcome: { kind: 'failed', code: 'limit-microsteps' }, effects: [] });
    expect(repliesOf(entry)).toEqual(['Sorry, something went wrong on our side. Please try again.']);
    expect(talk.state?.snapshot).toEqual(before);
    expect(repliesOf(talk.say('x'))).toEqual(['Yes?']);
  });

  it('rule 19: of the first message leaves the conversation without an episode', () => {
    const talk = new Talk();
    expect(talk.say('loop')).toMatchObject({ episode: 0, outcome: { kind: 'failed' } });
    expect(talk.say('x')).toMatchObject({ episode: 1, outcome: { kind: 'taken' } });
  });

  it('rule 19: found around the rules leaves everything as it was', () => {
    const talk = new Talk();
    talk.say('x');
    const why = { code: 'stimulus.kills-the-process', message: 'five times' };
    const moment = { wallClock: talk.now, seed: 's' };
    const { entry, state } = decideFailure(talk.state, talk.stimulus({ kind: 'message', text: 'boom' }), why, moment);
    expect(entry).toMatchObject({ outcome: { kind: 'failed', ...why }, messages: [{ text: 'boom' }, { from: 'bot' }] });
    expect(state.snapshot).toEqual(talk.state?.snapshot);
  });
});

describe('an operation', () => {
  it('rule 7: is opened with its durable deadline, and closed by its result', () => {
    const talk = new Talk();
    const decision = talk.decide(talk.stimulus({ kind: 'message', text: 'work' }));
    if (decision.kind !== 'entry') throw new Error('no entry');
    expect(openedOperations(decision.entry, decision.state, littleRules())).toMatchObject([
      { operation: 'c:1:0', index: 0, adapter: 'shop.order', deadline: 15_000 },
    ]);
    const before = talk.state;
    expect(repliesOf(talk.take(result('c:1:0')))).toEqual(['Done.']);
    expect(talk.state && closedOperations(before, talk.state)).toEqual(['c:1:0']);
  });

  it('rule 7: has ids of its own even where one entry begins an episode and steps it', () => {
    const talk = new Talk();
    talk.say('bye');
    talk.say('work');
    expect(talk.state?.snapshot?.operations).toMatchObject([{ operation: 'c:2:0' }]);
  });

  it('rule 22: that is closed takes no other result: it is journalled as late', () => {
    const talk = new Talk();
    talk.say('work');
    talk.take(result('c:1:0'));
    expect(talk.take(result('c:1:0', 'failed'))).toMatchObject({ outcome: { kind: 'late' }, effects: [] });
    talk.say('bye');
    expect(talk.take(result('c:1:0'))).toMatchObject({ outcome: { kind: 'late' } });
  });

  it('rule 8: keeps messages waiting; the entry that takes them up settles them', () => {
    const talk = new Talk();
    talk.say('work');
    talk.say('one');
    talk.say('two');
    const entry = talk.take(result('c:1:0'));
    expect(entry.settles).toEqual(['web:2', 'web:3']);
    expect(repliesOf(entry)).toEqual(['Done.', 'Yes?', 'Yes?']);
  });

  it('rule 8: refuses one message too many, with a reply', () => {
    const talk = new Talk();
    talk.say('work');
    for (let n = 0; n < 32; n += 1) expect(talk.say('more').outcome.kind).toBe('deferred');
    const entry = talk.take({ kind: 'message', text: 'more', language: 'de' });
    expect(entry.outcome).toEqual({ kind: 'refused', code: 'queue-full' });
    expect(repliesOf(entry)).toEqual(['Einen Moment bitte: Ich bin noch mit Ihrer letzten Anfrage beschäftigt.']);
  });
});

describe('a handoff', () => {
  it('rule 25: raises the epoch in the entry that enters it, whose replies still go out', () => {
    const talk = new Talk();
    expect(talk.say('x').epoch).toBe(0);
    const entry = talk.say('help');
    expect(entry).toMatchObject({ epoch: 1, after: { status: 'agent' } });
    expect(repliesOf(entry)).toEqual(['A colleague comes.']);
  });

  it('rule 25: silences the bot until the agent closes it', () => {
    const talk = new Talk();
    talk.say('help');
    expect(repliesOf(talk.say('anybody?'))).toEqual([]);
    const closed = talk.take({ kind: 'agent-closed', agent: 'eve' });
    expect(repliesOf(closed)).toEqual(['Back with me.']);
    expect(closed).toMatchObject({ epoch: 1, after: { status: 'bot' } });
  });

  it('rule 25: lets an agent speak, whether or not the machine listens; outside of it that is refused', () => {
    const talk = new Talk();
    const message = { kind: 'agent-message', agent: 'eve', text: 'Hello, I am Eve.' } as const;
    const refused = { kind: 'refused', code: 'handoff.not-open' };
    expect(talk.take(message)).toMatchObject({ outcome: refused, messages: [] });
    talk.say('x');
    expect(talk.take(message)).toMatchObject({ outcome: refused, messages: [] });
    expect(talk.take({ kind: 'agent-closed', agent: 'eve' })).toMatchObject({ outcome: refused });
    talk.say('help');
    expect(talk.take(message)).toMatchObject({ messages: [{ from: 'agent', text: 'Hello, I am Eve.' }] });
  });

  it('rule 25: cancels open operations: their machine is told unknown, and the late result is late', () => {
    const talk = new Talk();
    talk.say('work twice');
    expect(talk.state?.snapshot?.operations).toHaveLength(1);
    const entry = talk.say('a person, please');
    expect(entry).toMatchObject({ epoch: 1, after: { states: ['stopped', 'given'], status: 'agent' } });
    expect(talk.state?.snapshot?.operations).toEqual([]);
    expect(talk.take(result('c:1:0'))).toMatchObject({ outcome: { kind: 'late' } });
  });
});

describe('a wake-up', () => {
  it('rule 5: fires what is due, and what is due next is known from the state', () => {
    const talk = new Talk();
    talk.say('x');
    expect(talk.state && nextDue(talk.state)).toBe(11_000);
    expect(repliesOf(talk.pass(1_000).take({ kind: 'timer', due: 11_000 }))).toEqual(['Still there?']);
    expect(talk.state && nextDue(talk.state)).toBe(12_000);
  });

  it('rule 5: that finds nothing due writes no entry', () => {
    const talk = new Talk();
    talk.say('x');
    expect(talk.decide(talk.stimulus({ kind: 'timer', due: 10_500 }))).toEqual({ kind: 'nothing-due' });
    talk.say('bye');
    expect(talk.decide(talk.stimulus({ kind: 'timer', due: 99_000 }))).toEqual({ kind: 'nothing-due' });
    expect(new Talk().decide(talk.stimulus({ kind: 'timer', due: 1 }))).toEqual({ kind: 'nothing-due' });
  });

  it('rule 5: fires at its due time even where this clock is behind', () => {
    const talk = new Talk();
    talk.say('x');
    expect(talk.take({ kind: 'timer', due: 11_000 })).toMatchObject({ now: 11_000, outcome: { kind: 'taken' } });
  });
});

describe('an erasure', () => {
  it('rule 27: leaves ids and counters; numbers and seq go on behind it', () => {
    const talk = new Talk();
    talk.say('work');
    talk.say('waiting');
    const tombstone = talk.take({ kind: 'erase', by: 'key' });
    expect(tombstone).toMatchObject({
      outcome: { kind: 'erased' },
      messages: [],
      effects: [],
      settles: ['web:2'],
      after: { status: 'erased', states: [], lastMessage: 2, firstMessage: 3 },
    });
    expect(talk.state?.snapshot).toBeNull();
    expect(talk.say('x')).toMatchObject({
      seq: 4,
      episode: 2,
      messages: [{ number: 3 }, { number: 4 }],
      after: { firstMessage: 3 },
    });
  });
});
