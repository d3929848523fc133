import { closedOperations, nextDue, openedOperations } from './operations.ts';
import type { InterpretContext } from './rules.ts';
import { beginsEpisode, isUnderWay } from './state.ts';
import { littleIntents, littleRules, remoteRules, repliesOf, Talk } from './testing/little-flow.ts';
import { ended, RemoteTalk, working } from './testing/remote-talk.ts';

describe('a message that a model outside understands', () => {
  it('waits for its answer: one operation asks what it means', () => {
    const talk = new RemoteTalk();
    const decision = talk.decide(talk.stimulus({ kind: 'message', text: 'Bye now', language: 'de' }));
    if (decision.kind !== 'entry') throw new Error('no entry');
    expect(decision.entry).toMatchObject({
      outcome: { kind: 'deferred' },
      episode: 1,
      messages: [{ from: 'person', text: 'Bye now' }],
      effects: [
        {
          ...{ kind: 'invoke', operation: 'c:1:0', state: '', src: 'model.far' },
          input: { text: 'Bye now', language: 'de', intents: littleIntents },
        },
      ],
    });
    expect(decision.entry.understanding).toBeUndefined();
    expect(openedOperations(decision.entry, decision.state, remoteRules())).toEqual([
      { operation: 'c:1:0', index: 0, adapter: 'model.far', deadline: 31_000, attempts: 2, ...times },
    ]);
  });

  const times = { timeoutMs: 10_000, backoffMs: 1_000, deadlineMs: 21_000 };

  it('is stepped with the answer, settled by its entry, and what was understood is recorded', () => {
    const talk = new RemoteTalk();
    talk.say('so long');
    const before = talk.state;
    const entry = talk.means('bye');
    expect(entry).toMatchObject({
      outcome: { kind: 'taken' },
      settles: ['web:1'],
      understanding: { intent: 'bye', confidence: 1, entities: [], alternatives: [] },
      after: { status: 'ended' },
    });
    expect(repliesOf(entry)).toEqual(['Bye.']);
    expect(talk.state && closedOperations(before, talk.state)).toEqual(['c:1:0']);
    expect(talk.state).not.toHaveProperty('thinking');
  });

  it.each([
    ['failed', { ...ended, outcome: 'failed' }],
    ['never came', { ...ended, outcome: 'unknown' }],
    ['is no understanding', { ...ended, outcome: 'done', value: 'bye' }],
    ['names an intent that was not offered', { ...ended, outcome: 'done', value: { intent: 'rob', confidence: 1 } }],
  ] as const)('is one that nobody understood where the answer %s', (_how, body) => {
    const talk = new RemoteTalk();
    talk.say('so long');
    const entry = talk.take({ ...body, operation: talk.asked });
    expect(entry).toMatchObject({ settles: ['web:1'], understanding: { intent: null, confidence: 0 } });
    expect(repliesOf(entry)).toEqual(['Yes?']);
  });

  it('is not thought about where none is needed: a button, a text without words', () => {
    const talk = new RemoteTalk();
    expect(repliesOf(talk.say(''))).toEqual(['Yes?']);
    expect(repliesOf(talk.press('help'))).toEqual(['A colleague comes.']);
    expect(talk.entries.flatMap(({ understanding }) => understanding ?? [])).toEqual([]);
  });

  it('leaves states of conversations with the local model as they were', () => {
    const talk = new Talk();
    talk.rules = littleRules();
    talk.say('hello');
    expect(talk.state).not.toHaveProperty('thinking');
  });

  it('rule 7: has one answer: a second one is late, whether or not something else is thought about', () => {
    const talk = new RemoteTalk();
    talk.say('hello');
    const first = talk.asked;
    talk.means(null);
    expect(talk.take({ ...ended, operation: first, outcome: 'done' })).toMatchObject({ outcome: { kind: 'late' } });
    talk.say('so long');
    const late = talk.take({ ...ended, operation: first, outcome: 'done', value: { intent: 'bye', confidence: 1 } });
    expect(late).toMatchObject({ outcome: { kind: 'late' }, settles: [], messages: [] });
    expect(talk.waiting).toEqual(['web:4']);
  });

  it('rule 21: is not thought about when it is throttled', () => {
    const talk = new RemoteTalk();
    talk.say('hello');
    expect(talk.say('more', { throttled: true }).outcome).toEqual({ kind: 'throttled' });
    expect(talk.waiting).toEqual(['web:1']);
  });
});

describe('what is said while the model thinks', () => {
  it('rule 8: waits in order, each thought about in its turn', () => {
    const talk = new RemoteTalk();
    talk.say('hello');
    expect(talk.say('so long')).toMatchObject({ outcome: { kind: 'deferred' }, effects: [] });
    const first = talk.means(null);
    expect(first).toMatchObject({ settles: ['web:1'], effects: [{ kind: 'act' }, { operation: 'c:3:1' }] });
    expect(repliesOf(first)).toEqual(['Yes?']);
    expect(talk.waiting).toEqual(['web:2']);
    const second = talk.means('bye');
    expect(second.settles).toEqual(['web:2']);
    expect(repliesOf(second)).toEqual(['Bye.']);
  });

  it('rule 8: waits though it needs no model itself: a button, an opened widget', () => {
    const talk = new RemoteTalk();
    talk.say('hello');
    expect(talk.press('help').outcome.kind).toBe('deferred');
    expect(talk.take({ kind: 'opened' }).outcome.kind).toBe('deferred');
    const entry = talk.means(null);
    expect(repliesOf(entry)).toEqual(['Yes?', 'A colleague comes.']);
    expect(entry).toMatchObject({ settles: ['web:1', 'web:2', 'web:3'], after: { status: 'agent' } });
  });

  it('rule 8: is refused, with a reply, when as much waits as may', () => {
    const talk = new RemoteTalk();
    for (let n = 0; n < 32; n += 1) expect(talk.say('more').outcome.kind).toBe('deferred');
    const entry = talk.say('one too many');
    expect(entry.outcome).toEqual({ kind: 'refused', code: 'queue-full' });
    expect(repliesOf(entry)).toHaveLength(1);
    expect(talk.waiting).toHaveLength(32);
  });

  it('rule 8: is refused when it is too long to be kept beside what waits', () => {
    const talk = new RemoteTalk();
    expect(talk.say('x'.repeat(130_000)).outcome.kind).toBe('deferred');
    expect(talk.say('x'.repeat(140_000)).outcome).toEqual({ kind: 'refused', code: 'queue-full' });
    expect(talk.say('short').outcome.kind).toBe('deferred');
  });

  it('switches the language for the replies, and each message is read in its own', () => {
    const talk = new RemoteTalk();
    talk.say('hello');
    expect(talk.take({ kind: 'message', text: 'und tschüss', language: 'de' }).language).toBe('de');
    expect(talk.means(null)).toMatchObject({ language: 'de', effects: [{}, { input: { language: 'de' } }] });
    expect(talk.state?.thinking?.waiting).toMatchObject([{ language: 'de' }]);
  });

  it('only the first of an episode is told to be its first', () => {
    const firsts: boolean[] = [];
    const talk = new RemoteTalk();
    const rules = remoteRules();
    talk.rules = {
      ...rules,
      interpret: (understand, context: InterpretContext, arrived) => {
        firsts.push(context.first);
        return rules.interpret(understand, context, arrived);
      },
    };
    talk.say('hello');
    talk.say('again');
    talk.means(null);
    talk.means(null);
    expect(firsts).toEqual([true, false]);
  });
});

describe('while the model thinks', () => {
  it('rule 5: timers fire', () => {
    const talk = new RemoteTalk();
    talk.say('hello');
    expect(talk.state && nextDue(talk.state)).toBe(11_000);
    expect(repliesOf(talk.pass(1_000).take({ kind: 'timer', due: 11_000 }))).toEqual(['Still there?']);
    expect(repliesOf(talk.means('bye'))).toEqual(['Bye.']);
  });

  it("rule 7: results of the flow's own operations are taken, and not for the answer of the model", () => {
    const talk = working();
    const value = { intent: 'bye', confidence: 1 };
    const entry = talk.take({ ...ended, operation: 'c:2:0', outcome: 'done', value });
    expect(repliesOf(entry)).toEqual(['Done.']);
    expect(entry).toMatchObject({ settles: [], after: { states: ['idle'] } });
    expect(talk.waiting).toEqual(['web:3']);
    expect(repliesOf(talk.means('bye'))).toEqual(['Bye.']);
  });

  it('rule 8: a message that its flow defers once more is settled by the entry that takes it up', () => {
    const talk = working();
    expect(talk.means('bye')).toMatchObject({ settles: [], messages: [] });
    const entry = talk.take({ ...ended, operation: 'c:2:0', outcome: 'done' });
    expect(repliesOf(entry)).toEqual(['Done.', 'Bye.']);
    expect(entry.settles).toEqual(['web:3']);
  });

  it('rule 10: the end of the episode takes nothing away: the message begins the next one, of the same version', () => {
    const talk = working();
    talk.say('are you there?');
    talk.take({ ...ended, operation: 'c:2:0', outcome: 'failed' });
    const { state } = talk;
    expect(talk.entries.at(-1)).toMatchObject({ episode: 1, after: { status: 'ended' } });
    expect(state && isUnderWay(state)).toBe(true);
    expect(beginsEpisode(state, talk.stimulus({ kind: 'message', text: 'x' }))).toBe(false);
    expect(talk.say('so long').outcome.kind).toBe('deferred');
    expect(talk.take({ kind: 'event', name: 'shipped' }).outcome).toEqual({
      kind: 'refused',
      code: 'episode.not-running',
    });
    expect(talk.means(null)).toMatchObject({ episode: 2, flow: 'f1', settles: ['web:3'], after: { states: ['idle'] } });
    talk.means('help');
    expect(talk.entries.at(-1)).toMatchObject({ episode: 2, after: { status: 'agent' } });
  });

  it('an opened widget of an ended episode begins nothing', () => {
    const talk = working();
    talk.take({ kind: 'opened' });
    talk.take({ ...ended, operation: 'c:2:0', outcome: 'failed' });
    talk.means('bye');
    expect(talk.state).toMatchObject({ episode: 2 });
    expect(talk.entries.at(-1)?.settles).toEqual(['web:3', 'web:4']);
  });

  it('rule 25: a handoff ends the thought: what waits is for the agent, and the late answer is late', () => {
    const talk = working('hello?');
    talk.say('anybody?');
    const before = talk.state;
    const thought = talk.asked;
    const entry = talk.take({ ...ended, operation: 'c:2:0', outcome: 'unknown' });
    expect(repliesOf(entry)).toEqual(['A colleague comes.']);
    expect(entry).toMatchObject({ settles: ['web:3', 'web:4'], after: { status: 'agent' } });
    expect(talk.state && closedOperations(before, talk.state)).toContain(thought);
    expect(talk.take({ ...ended, operation: thought, outcome: 'done' }).outcome).toEqual({ kind: 'late' });
    expect(talk.say('and now?')).toMatchObject({ outcome: { kind: 'taken' }, messages: [{ from: 'person' }] });
  });

  it('rule 25: a handoff by the answer leaves the rest to the agent', () => {
    const talk = new RemoteTalk();
    talk.say('a person');
    talk.say('so long');
    const entry = talk.means('help');
    expect(repliesOf(entry)).toEqual(['A colleague comes.']);
    expect(entry.settles).toEqual(['web:1', 'web:2']);
    expect(talk.state).not.toHaveProperty('thinking');
  });

  it('rule 27: an erasure settles what waits, and closes the thought', () => {
    const talk = new RemoteTalk();
    talk.say('hello');
    talk.say('so long');
    const before = talk.state;
    expect(talk.take({ kind: 'erase', by: 'key' }).settles).toEqual(['web:1', 'web:2']);
    expect(talk.state && closedOperations(before, talk.state)).toEqual(['c:1:0']);
    const late = talk.take({ ...ended, operation: 'c:1:0', outcome: 'done' });
    expect(late).toMatchObject({ outcome: { kind: 'late' }, messages: [] });
  });
});
