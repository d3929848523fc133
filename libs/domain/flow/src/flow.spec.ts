import { readFileSync } from 'node:fs';
import { start } from '@parley/statechart';
import type { Effect } from '@parley/statechart';
import { checkFlow } from './check-flow.ts';
import { initialData, isMuted } from './flow.ts';
import { interpret, needsModel } from './interpret.ts';
import { nothingUnderstood, trainFlow, type FlowModel } from './model.ts';
import { render } from './render.ts';

const text = readFileSync('apps/docs/examples/bank-transfer.flow.json', 'utf8');

function bank(source = text) {
  const checked = checkFlow(source);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.flow;
}

const at = { now: 1_000, seed: '00', conversation: 'c', seq: 1 };

describe('a checked flow', () => {
  it('is addressed by the hash of its text, and so is its machine', () => {
    expect(bank().hash).toMatch(/^[0-9a-f]{64}$/);
    expect(bank().hash).toBe(bank().hash);
    expect(bank(`${text} `).hash).not.toBe(bank().hash);
    expect(bank().machine.identity).toBe(bank().hash);
  });

  it('computes the durable deadline: every attempt and the waits between', () => {
    expect(bank().operations.get('execute')).toEqual({
      adapter: 'demo-bank',
      operation: 'transfer',
      timeoutMs: 30_000,
      attempts: 3,
      backoffMs: 2_000,
      deadlineMs: 94_000,
    });
  });

  it('keeps the examples that understanding learns from', () => {
    const set = bank().training.get('en');
    expect(set?.intents.map((each) => each.name)).toEqual([
      'hello',
      'transfer',
      'fees',
      'yes',
      'no',
      'cancel',
      'human',
    ]);
    expect(set?.slots).toEqual({
      amount: { type: 'number', min: 1, max: 10_000 },
      recipient: { type: 'text', minLength: 1, maxLength: 80 },
    });
  });

  it('begins with the declared profile only, where it fits its types', () => {
    expect(initialData(bank(), { name: 'Ann', role: 'admin' })).toEqual({ profile: { name: 'Ann' } });
    expect(initialData(bank(), { name: 7 })).toEqual({ profile: {} });
    expect(initialData(bank(), { name: null })).toEqual({ profile: { name: null } });
    expect(initialData(bank(), ['name'])).toEqual({ profile: {} });
    expect(initialData(bank(), undefined)).toEqual({ profile: {} });
  });

  it('is not mute before a handoff', () => {
    expect(isMuted(bank(), start(bank().machine, {}, at).snapshot)).toBe(false);
  });
});

describe('a reply', () => {
  const say = (pointer: string, values = {}): Effect => ({
    kind: 'act',
    type: 'say',
    fields: { text: pointer },
    values,
    at: pointer,
  });
  const greeting = '/states/main/states/dialog/states/greeting/say';

  it('[E044] is rendered from the values that travelled with it: a known person is greeted by name', () => {
    expect(render(bank(), say(greeting, { 'profile.name': 'Ann' }), 'en', 1).text).toBe(
      'Hello Ann. I can send money for you.',
    );
    expect(render(bank(), say(greeting), 'en', 1).text).toBe('Hello there. I can send money for you.');
  });

  it('is in the first language where the asked one is not spoken', () => {
    expect(render(bank(), say(greeting), 'fr', 1).text).toBe('Hello there. I can send money for you.');
  });

  it('carries its choices under the number of the question and of the episode', () => {
    const ask = '/states/main/states/dialog/states/transfer/states/confirm/ask';
    const effect: Effect = {
      kind: 'act',
      type: 'say',
      fields: { text: ask, choices: 'confirm' },
      values: { question: 3 },
      at: ask,
    };
    expect(render(bank(), effect, 'en', 2).choices).toEqual([
      { label: 'Yes', intent: 'yes', episode: 2, question: 3 },
      { label: 'No', intent: 'no', episode: 2, question: 3 },
    ]);
  });

  it('is the apology with a recorded fault where it cannot be rendered', () => {
    const rendered = render(bank(), say('/nowhere'), 'de', 1);
    expect(rendered).toMatchObject({
      text: 'Entschuldigung, das kann ich gerade nicht richtig beantworten.',
      problem: { code: 'text-missing', pointer: '/nowhere' },
    });
    const own = bank(text.replace('"initial": "main"', '"apology": { "en": "Oops." }, "initial": "main"'));
    expect(render(own, say('/nowhere'), 'en', 1).text).toBe('Oops.');
  });
});

describe('a stimulus as input', () => {
  const model: FlowModel = {
    understand: () => ({
      intent: 'transfer',
      confidence: 0.7,
      entities: [
        { name: 'amount', value: 20_000, text: '20000', start: 5, end: 10 },
        { name: 'recipient', value: 'Ann', text: 'Ann', start: 14, end: 17 },
      ],
      alternatives: [],
    }),
  };
  const state = { snapshot: start(bank().machine, {}, at).snapshot, episode: 1, language: 'en', first: false };
  const given = (body: Parameters<typeof interpret>[3]['body']) =>
    interpret(bank(), model, state, { eventId: 'web:1', receivedAt: 5, body });

  it('carries what was understood, once, with values that fit apart from those that do not', () => {
    expect(given({ kind: 'message', text: 'send 20000 to Ann' })).toMatchObject({
      kind: 'event',
      name: 'message',
      id: 'web:1',
      data: {
        text: 'send 20000 to Ann',
        intent: 'transfer',
        confidence: 0.7,
        entities: { amount: 20_000, recipient: 'Ann' },
        found: { recipient: 'Ann' },
        unfit: { amount: true },
        received: 5,
        stale: false,
      },
    });
  });

  it('is without intent and text for a button that no question is open for', () => {
    const button = { episode: 1, question: 1, intent: 'yes' };
    expect(given({ kind: 'message', text: 'Yes', button })).toMatchObject({
      data: { text: '', intent: null, stale: true },
    });
  });

  it('names agents, results and timers; an event that is not declared and an erasure are not for the machine', () => {
    expect(given({ kind: 'agent-message', agent: 'kim', text: 'Hi' })).toMatchObject({
      name: 'agent.message',
      data: { agent: 'kim', text: 'Hi' },
    });
    expect(given({ kind: 'agent-closed', agent: 'kim' })).toMatchObject({ name: 'agent.closed' });
    expect(given({ kind: 'opened' })).toMatchObject({ name: 'opened' });
    expect(given({ kind: 'event', name: 'order.paid' })).toBeNull();
    expect(given({ kind: 'result', operation: 'c:1:0', attempt: 2, outcome: 'failed', reason: 'no' })).toEqual({
      kind: 'result',
      operation: 'c:1:0',
      outcome: 'failed',
      id: 'web:1',
    });
    expect(given({ kind: 'timer', due: 9 })).toEqual({ kind: 'time' });
    expect(given({ kind: 'erase', by: 'api' })).toBeNull();
  });
});

describe('a flow that names a model outside', () => {
  const named = (understanding: object): string =>
    text.replace('{ "model": "local", "threshold": 0.6 }', JSON.stringify(understanding));
  const offered = [
    { name: 'model', operations: { wise: { safe: true, keysKeptMs: null, input: { text: 'string' } } } },
  ] as const;
  const problemsOf = (understanding: object, manifests: Parameters<typeof checkFlow>[1] = { manifests: offered }) => {
    const checked = checkFlow(named(understanding), manifests);
    const found = checked.ok ? [] : checked.problems;
    return found
      .filter(({ pointer }) => pointer.startsWith('/understanding'))
      .map(({ pointer, code, fix }) => `${pointer} ${code} ${fix ?? ''}`);
  };

  it('asks it by an operation: ten seconds an attempt unless said, and once more after a lost answer', () => {
    expect(bank().remoteModel).toBeNull();
    expect(bank(named({ model: 'wise' })).remoteModel).toEqual({
      ...{ adapter: 'model', operation: 'wise', timeoutMs: 10_000, attempts: 2, backoffMs: 1_000 },
      deadlineMs: 21_000,
    });
    const quick = bank(named({ model: 'wise', timeout: '500ms' }));
    expect(quick.remoteModel).toMatchObject({ timeoutMs: 500, deadlineMs: 2_000 });
  });

  it('is published with one that is offered, and with no other', () => {
    expect(problemsOf({ model: 'wise', timeout: '5s' })).toEqual([]);
    expect(problemsOf({ model: 'wize' })).toEqual(['/understanding/model model-unknown ' + 'Did you mean "wise"?']);
    expect(problemsOf({ model: 'wise' }, { manifests: [] })).toEqual([
      '/understanding/model model-unknown Known: local.',
    ]);
  });

  it('is loaded again where nobody knows what is offered', () => {
    expect(problemsOf({ model: 'wise' }, {})).toEqual([]);
  });

  it('gives it time; the local model needs none', () => {
    expect(problemsOf({ model: 'wise', timeout: '0s' })).toEqual([
      '/understanding/timeout delay-zero Write at least "1ms".',
    ]);
    expect(problemsOf({ timeout: '5s' })).toEqual(['/understanding/timeout key-unknown Remove "timeout".']);
  });

  it('trains nothing', () => {
    expect(trainFlow(bank(named({ model: 'wise' }))).understand('transfer money', 'en')).toEqual(nothingUnderstood);
  });

  it('needs it for a text, and not for a button, a label of an open choice, nor where nothing is said', () => {
    const flow = bank(named({ model: 'wise' }));
    const { snapshot } = start(flow.machine, {}, at);
    const asking = {
      ...snapshot,
      configuration: ['confirm'],
      data: { flow: { asked: { confirm: { question: 1, at: 0 } } } },
    };
    const state = { snapshot, episode: 1, language: 'en', first: false };
    const needs = (said: string, more: Partial<typeof state> = {}): boolean =>
      needsModel(flow, { ...state, ...more }, { body: { kind: 'message', text: said } });
    expect(needs('transfer money')).toBe(true);
    expect(needs('yes')).toBe(true);
    expect(needs('yes', { snapshot: asking })).toBe(false);
    expect(needs('yes, but 300', { snapshot: asking })).toBe(true);
    expect(needs('yes', { snapshot: asking, first: true })).toBe(true);
    expect(needs('yes', { snapshot: asking, language: 'fr' })).toBe(false);
    expect(needs(' … ')).toBe(false);
    const button = { episode: 1, question: 1, intent: 'yes' };
    expect(needsModel(flow, state, { body: { kind: 'message', text: 'Yes', button } })).toBe(false);
    expect(needsModel(flow, state, { body: { kind: 'opened' } })).toBe(false);
  });
});
