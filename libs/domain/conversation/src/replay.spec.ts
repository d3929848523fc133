import type { Entry } from './entry.ts';
import { projectOutcome } from './project-outcome.ts';
import { replay } from './replay.ts';
import type { Rules } from './rules.ts';
import { stateAfterErasure } from './state.ts';
import { littleRules, Talk } from './testing/little-flow.ts';

function talked(): Talk {
  const talk = new Talk();
  for (const text of ['x', 'work', 'meanwhile']) talk.pass(100).say(text);
  talk.take({ kind: 'result', operation: 'c:2:0', attempt: 1, outcome: 'done' });
  talk.pass(1_000).take({ kind: 'timer', due: talk.now });
  for (const text of ['loop', 'help', 'anybody?']) talk.pass(100).say(text);
  talk.take({ kind: 'agent-message', agent: 'eve', text: 'Hello.' });
  talk.take({ kind: 'agent-closed', agent: 'eve' });
  for (const text of ['bye', 'again']) talk.pass(100).say(text);
  return talk;
}

describe('replay', () => {
  it('rule 9: gives every entry again, byte for byte', () => {
    const talk = talked();
    const replayed = replay(talk.entries, () => littleRules());
    expect(replayed).toEqual({ mismatches: [], drift: [], state: talk.state });
  });

  it('rule 9: tries the flow again that failed to begin an episode', () => {
    const failing = new Talk();
    failing.say('loop');
    expect(replay(failing.entries, () => littleRules()).mismatches).toEqual([]);
    const talk = new Talk();
    talk.say('bye');
    talk.rules = { ...littleRules(), flow: 'f2' };
    talk.say('loop');
    talk.rules = { ...littleRules((text) => text.repeat(400_000)), flow: 'f3' };
    talk.say('hello');
    expect(talk.entries.map(({ flow, outcome }) => `${flow} ${outcome.kind}`)).toEqual([
      'f1 taken',
      'f2 failed',
      'f3 failed',
    ]);
    const rulesOf = (flow: string): Rules => ({
      ...(flow === 'f3' ? (talk.rules ?? littleRules()) : littleRules()),
      flow,
    });
    expect(replay(talk.entries, rulesOf)).toMatchObject({ mismatches: [], state: talk.state });
  });

  it('rule 9: from the middle gives the rest', () => {
    const talk = talked();
    const half = replay(talk.entries.slice(0, 5), () => littleRules());
    const rest = replay(talk.entries.slice(5), () => littleRules(), half.state);
    expect(rest).toEqual({ mismatches: [], drift: [], state: talk.state });
  });

  it('rule 10: calls a text that would now be rendered otherwise drift, and nothing more', () => {
    const replayed = replay(talked().entries.slice(0, 1), () => littleRules((text) => text.toUpperCase()));
    expect(replayed.mismatches).toEqual([]);
    expect(replayed.drift).toEqual([{ seq: 1, number: 2, recorded: 'Yes?', today: 'YES?' }]);
  });

  it('rule 9: uses what was understood then, whatever the model would say now', () => {
    const replayed = replay(talked().entries, () => littleRules(undefined, 'something else'));
    expect(replayed.mismatches).toEqual([]);
  });

  it('finds an entry whose stimulus, effects or outcome were changed', () => {
    const { entries } = talked();
    const changed = (seq: number, change: Partial<Entry>): readonly Entry[] =>
      entries.map((entry) => (entry.seq === seq ? { ...entry, ...change } : entry));
    const whats = (changedEntries: readonly Entry[]): readonly string[] =>
      replay(changedEntries, () => littleRules())
        .mismatches.filter(({ seq }) => seq === 2)
        .map(({ what }) => what);
    expect(whats(changed(2, { effects: [] }))).toEqual(['effects']);
    expect(whats(changed(2, { outcome: { kind: 'unhandled' } }))).toEqual(['outcome']);
    expect(whats(changed(2, { snapshotHash: 'f'.repeat(64) }))).toEqual(['snapshotHash']);
    const [, second] = entries;
    if (second === undefined) throw new Error('no entry');
    const said = { ...second.stimulus, body: { kind: 'message' as const, text: 'bye' } };
    expect(whats(changed(2, { stimulus: said }))).toEqual(['effects', 'after', 'snapshotHash']);
  });

  it('finds an entry that would not have been written', () => {
    const talk = new Talk();
    talk.say('x');
    const fired = talk.pass(1_000).take({ kind: 'timer', due: talk.now });
    const early = {
      ...fired,
      now: 10_001,
      stimulus: { ...fired.stimulus, body: { kind: 'timer' as const, due: 10_001 } },
    };
    const { mismatches } = replay([...talk.entries.slice(0, 1), early], () => littleRules());
    expect(mismatches).toEqual([{ seq: 2, what: 'outcome', recorded: 'taken', replayed: 'nothing-due' }]);
  });

  it('rule 27: goes on behind a tombstone, from the tombstone alone', () => {
    const talk = talked();
    const tombstone = talk.take({ kind: 'erase', by: 'key' });
    talk.say('x');
    const rest = replay(talk.entries.slice(-1), () => littleRules(), stateAfterErasure(tombstone));
    expect(rest).toEqual({ mismatches: [], drift: [], state: talk.state });
  });
});

describe('chat’s rows', () => {
  it('follow from the entry alone', () => {
    const talk = new Talk();
    const projection = projectOutcome(talk.say('help'));
    expect(projection).toEqual({
      summary: {
        ...{ tenant: 'acme', conversation: 'c', connection: 'k', seq: 1, episode: 1, flow: 'f1', language: 'en' },
        ...{ status: 'agent', states: ['desk'], lastMessage: 2, firstMessage: 1, epoch: 1, updatedAt: 10_000 },
      },
      messages: [
        {
          tenant: 'acme',
          conversation: 'c',
          seq: 1,
          number: 1,
          from: 'person',
          text: 'help',
          choices: [],
          eventId: 'web:1',
          at: 10_000,
        },
        {
          tenant: 'acme',
          conversation: 'c',
          seq: 1,
          number: 2,
          from: 'bot',
          text: 'A colleague comes.',
          choices: [],
          eventId: 'web:1',
          at: 10_000,
        },
      ],
      deliveries: [
        { tenant: 'acme', conversation: 'c', connection: 'k', reply: 'c:1:1', number: 2, epoch: 1, createdAt: 10_000 },
      ],
      erases: false,
    });
  });

  it('rule 23: deliver what bot and agent say, never what the person said', () => {
    const talk = new Talk();
    talk.say('help');
    const { deliveries } = projectOutcome(talk.take({ kind: 'agent-message', agent: 'eve', text: 'Hello.' }));
    expect(deliveries).toMatchObject([{ reply: 'c:2:0', number: 3 }]);
    expect(projectOutcome(talk.say('thanks')).deliveries).toEqual([]);
  });

  it('rule 27: of a tombstone say that the rows before it go', () => {
    const talk = new Talk();
    talk.say('x');
    expect(projectOutcome(talk.take({ kind: 'erase', by: 'key' }))).toMatchObject({
      erases: true,
      messages: [],
      deliveries: [],
      summary: { status: 'erased', firstMessage: 3, lastMessage: 2 },
    });
  });
});
