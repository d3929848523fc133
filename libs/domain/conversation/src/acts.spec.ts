import { littleRules, remoteRules, repliesOf, Talk } from './testing/little-flow.ts';

const claim = (agent = 'eve') => ({ kind: 'claim', agent }) as const;
const close = { kind: 'agent-closed', agent: 'eve' } as const;

describe('a claim', () => {
  it('rule 25: takes the conversation over wherever its flow is, without a word, and raises the epoch', () => {
    const talk = new Talk();
    talk.say('hello');
    const entry = talk.take(claim());
    expect(entry).toMatchObject({ outcome: { kind: 'taken' }, epoch: 1, messages: [], after: { status: 'agent' } });
    expect(entry.after.states).toEqual(['idle']);
  });

  it('rule 25: keeps what the person says for the agent; the flow stays where it was', () => {
    const talk = new Talk();
    talk.say('hello');
    talk.take(claim());
    expect(repliesOf(talk.say('bye'))).toEqual([]);
    expect(talk.take({ kind: 'agent-message', agent: 'eve', text: 'I am here.' }).messages).toHaveLength(1);
    expect(talk.take(close)).toMatchObject({ epoch: 1, after: { status: 'bot', states: ['idle'] } });
    expect(repliesOf(talk.say('hello'))).toEqual(['Yes?']);
  });

  it('rule 25: cancels open operations, and settles what waited for them', () => {
    const talk = new Talk();
    talk.say('work');
    talk.say('and then?');
    const entry = talk.take(claim());
    expect(entry).toMatchObject({ settles: ['web:2'], after: { states: ['desk'], status: 'agent' } });
    expect(repliesOf(entry)).toEqual([]);
    expect(talk.state?.snapshot?.operations).toEqual([]);
    expect(talk.take({ kind: 'result', operation: 'c:1:0', attempt: 1, outcome: 'done' }).outcome.kind).toBe('late');
  });

  it('gives up what waits for a model: it is for the agent now', () => {
    const talk = new Talk();
    talk.rules = remoteRules();
    talk.say('hello');
    expect(talk.state?.thinking?.waiting).toHaveLength(1);
    expect(talk.take(claim()).settles).toEqual(['web:1']);
    expect(talk.state?.thinking).toBeUndefined();
  });

  it('is one agent’s: again it is the same, and another is refused', () => {
    const talk = new Talk();
    talk.say('hello');
    talk.take(claim());
    expect(talk.take(claim()).outcome).toEqual({ kind: 'taken' });
    expect(talk.take(claim('bob')).outcome).toEqual({ kind: 'refused', code: 'conversation.claimed' });
    expect(talk.state?.claimedBy).toBe('eve');
  });

  it('of a handoff is closed with it: the machine is told', () => {
    const talk = new Talk();
    talk.say('help');
    expect(talk.take(claim())).toMatchObject({ epoch: 1, after: { status: 'agent' } });
    expect(repliesOf(talk.take(close))).toEqual(['Back with me.']);
    expect(talk.state?.claimedBy).toBeUndefined();
  });

  it('lets timers move the flow on silently', () => {
    const talk = new Talk();
    talk.say('hello');
    talk.take(claim());
    const entry = talk.pass(1_000).take({ kind: 'timer', due: 11_000 });
    expect(entry).toMatchObject({ outcome: { kind: 'taken' }, messages: [], after: { status: 'agent' } });
  });

  it('of nothing that runs is refused', () => {
    expect(new Talk().take(claim()).outcome).toEqual({ kind: 'refused', code: 'episode.not-running' });
    const talk = new Talk();
    talk.say('bye');
    expect(talk.take(claim()).outcome).toEqual({ kind: 'refused', code: 'episode.not-running' });
  });
});

describe('an end', () => {
  it('ends the episode without a word, settles what waited, and the next message begins anew', () => {
    const talk = new Talk();
    talk.say('work');
    talk.say('waiting');
    const entry = talk.take({ kind: 'end', by: 'api' });
    expect(entry).toMatchObject({ outcome: { kind: 'taken' }, settles: ['web:2'], messages: [] });
    expect(entry.after).toMatchObject({ status: 'ended', states: [] });
    expect(talk.take({ kind: 'result', operation: 'c:1:0', attempt: 1, outcome: 'done' }).outcome.kind).toBe('late');
    expect(talk.say('hello')).toMatchObject({ episode: 2, after: { status: 'bot' } });
  });

  it('ends a claim with it', () => {
    const talk = new Talk();
    talk.say('hello');
    talk.take(claim());
    talk.take({ kind: 'end', by: 'api' });
    expect(talk.state).toMatchObject({ control: 'bot' });
    expect(repliesOf(talk.say('hello'))).toEqual(['Yes?']);
  });

  it('of nothing that runs is refused', () => {
    expect(new Talk().take({ kind: 'end', by: 'api' }).outcome).toEqual({
      ...{ kind: 'refused', code: 'episode.not-running' },
    });
  });
});

describe('a reset', () => {
  it('begins the next episode at once, from anywhere, and settles what waited', () => {
    const talk = new Talk();
    talk.say('work');
    talk.say('waiting');
    const entry = talk.take({ kind: 'reset', by: 'api' });
    expect(entry).toMatchObject({ outcome: { kind: 'taken' }, episode: 2, settles: ['web:2'] });
    expect(entry.after).toMatchObject({ status: 'bot', states: ['idle'] });
    expect(repliesOf(talk.say('hello'))).toEqual(['Yes?']);
  });

  it('keeps the language, and ends a claim', () => {
    const talk = new Talk();
    talk.take({ kind: 'message', text: 'x', language: 'de' });
    talk.take(claim());
    expect(talk.take({ kind: 'reset', by: 'api' })).toMatchObject({ language: 'de', after: { status: 'bot' } });
    expect(talk.state?.claimedBy).toBeUndefined();
  });

  it('forgets what a model was asked', () => {
    const talk = new Talk();
    talk.rules = remoteRules();
    talk.say('hello');
    expect(talk.take({ kind: 'reset', by: 'api' }).settles).toEqual(['web:1']);
    expect(talk.state?.thinking).toBeUndefined();
  });

  it('that cannot begin leaves everything as it was', () => {
    const talk = new Talk();
    talk.say('hello');
    const before = talk.state?.snapshot;
    talk.rules = null;
    expect(talk.take({ kind: 'reset', by: 'api' }).outcome).toMatchObject({
      kind: 'failed',
      code: 'flow.none-published',
    });
    expect(talk.state?.snapshot).toEqual(before);
    talk.rules = littleRules();
    expect(repliesOf(talk.say('hello'))).toEqual(['Yes?']);
  });
});
