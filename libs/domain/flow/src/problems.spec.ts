import { readFileSync } from 'node:fs';
import { checkFlow } from './check-flow.ts';
import type { AdapterManifest } from './check/checking.ts';
import { PROBLEM_CODES } from './problem-codes.ts';

const FIXTURE = readFileSync('libs/domain/flow/fixtures/every-problem.flow.json', 'utf8');
const BANK = readFileSync('apps/docs/examples/bank-transfer.flow.json', 'utf8');

const MANIFESTS: readonly AdapterManifest[] = [
  {
    name: 'demo-bank',
    operations: { transfer: { safe: false, keysKeptMs: 86_400_000, input: { amount: 'number', to: 'string' } } },
  },
  { name: 'keyless', operations: { pay: { safe: false, keysKeptMs: null, input: {} } } },
];

/** Each problem of the fixture in text order: pointer and code. */
const EXPECTED = [
  '/schema value-invalid',
  '/id name-invalid',
  '/titel key-unknown',
  '/languages/2 language-duplicate',
  '/languages/3 language-unknown',
  '/understanding/model model-unknown',
  '/understanding/threshold value-invalid',
  '/understanding/timeout delay-zero',
  '/profile/name/nullable type-wrong',
  '/profile/in name-invalid',
  '/slots/amount slot-rule',
  '/slots/amount/values slot-rule',
  '/slots/size/labels/smal slot-rule',
  '/slots/size/labels/large/fr language-undeclared',
  '/slots/name slot-rule',
  '/slots/7 key-integer-like',
  '/vars/count/default default-type',
  '/vars/note default-missing',
  '/events/done.order event-reserved',
  '/events/message event-reserved',
  '/intents/buy/examples/en/0 slot-undeclared',
  '/intents/buy/examples/en/1 example-empty',
  '/intents/yes key-duplicate',
  '/intents/yes/examples translation-missing',
  '/intents/yes/examples/fr language-undeclared',
  '/intents/no/examples translation-missing',
  '/intents/no/examples translation-missing',
  '/goals/0/state state-missing',
  '/goals/1/event event-undeclared',
  '/states/begin/say/en template-unknown-field',
  '/states/begin/say/de template-syntax',
  '/states/menu failure-branch-missing',
  '/states/menu/ask translation-missing',
  '/states/menu/choices/1/label/en label-duplicate',
  '/states/menu/choices/1/label/de label-template',
  '/states/menu/choices/1/intent choice-unhandled',
  '/states/menu/choices/2/label/en label-invalid',
  '/states/menu/choices/2/intent intent-undeclared',
  '/states/menu/transitions/0/on intent-undeclared',
  '/states/menu/transitions/1/when expression-syntax',
  '/states/menu/transitions/2/when condition-type',
  '/states/menu/transitions/3/when expression-unknown-field',
  '/states/menu/transitions/4/when expression-unknown-state',
  '/states/menu/transitions/5/when expression-unknown-field',
  '/states/menu/transitions/5/when expression-unknown-name',
  '/states/menu/transitions/5/when expression-unlike-types',
  '/states/menu/transitions/5/when expression-wrong-type',
  '/states/menu/transitions/6/when/guard guard-unknown',
  '/states/menu/transitions/7/when guard-params',
  '/states/menu/transitions/8/when/params/state state-missing',
  '/states/menu/transitions/9/on event-undeclared',
  '/states/menu/transitions/9/target state-missing',
  '/states/menu/transitions/10/on event-reserved',
  '/states/menu/transitions/11/on event-invalid',
  '/states/menu/transitions/12/do/0/set/vars.count place-type',
  '/states/menu/transitions/12/do/0/set/vars.total place-undeclared',
  '/states/menu/transitions/12/do/0/set/profile.name name-invalid',
  '/states/menu/transitions/12/do/1/merge/vars.note place-type',
  '/states/menu/transitions/12/do/2/unset/0 place-undeclared',
  '/states/menu/transitions/12/do/3/raise event-reserved',
  '/states/menu/transitions/12/do/4/say/en template-unknown-field',
  '/states/menu/transitions/12/do/4/say/de template-syntax',
  '/states/menu/transitions/12/do/4/say/fr language-undeclared',
  '/states/menu/transitions/12/do/5 action-unknown',
  '/states/menu/transitions/12/do/6 action-unknown',
  '/states/menu/transitions/12/do/7 action-unsupported',
  '/states/menu/transitions/12/target targets-clash',
  '/states/menu/noMatch list-empty',
  '/states/menu/after/0/delay delay-zero',
  '/states/menu/after/1/delay value-invalid',
  '/states/form/type state-type-unknown',
  '/states/fork state-unreachable',
  '/states/fork/type state-type-unknown',
  '/states/deaf ask-missing',
  '/states/deaf dead-end',
  '/states/deaf ladder-missing',
  '/states/deaf state-unreachable',
  '/states/deaf/choices/0/intent choice-unhandled',
  '/states/lost state-unreachable',
  '/states/lost/say/en template-unknown-name',
  '/states/lost/say/de template-wrong-type',
  '/states/lost/next state-missing',
  '/states/work/transitions/1/target state-missing',
  '/states/work/states/ask failure-branch-missing',
  '/states/work/states/ask/slot slot-undeclared',
  '/states/work/states/ask/maxAttempts retry-unbounded',
  '/states/work/states/size eventless-cycle',
  '/states/work/states/size failure-branch-missing',
  '/states/work/states/size state-unreachable',
  '/states/work/states/amount state-unreachable',
  '/states/work/states/round eventless-cycle',
  '/states/work/states/again/branches branch-else-missing',
  '/states/work/states/decide state-unreachable',
  '/states/work/states/stuck state-unreachable',
  '/states/work/states/stuck/initial initial-useless',
  '/states/work/states/silent dead-end',
  '/states/work/states/silent state-unreachable',
  '/states/work/states/over dead-end',
  '/states/work/states/over state-unreachable',
  '/states/work/states/menu dead-end',
  '/states/work/states/menu state-duplicate',
  '/states/work/states/menu state-unreachable',
  '/states/calling failure-branch-missing',
  '/states/calling unknown-branch-missing',
  '/states/calling/input input-missing',
  '/states/calling/input/amount input-type',
  '/states/calling/input/too input-unknown',
  '/states/calling/retry retry-unbounded',
  '/states/calling/timeout delay-zero',
  '/states/calling2/retry retry-unsafe',
  '/states/calling2/result place-undeclared',
  '/states/calling3/adapter adapter-unknown',
  '/states/calling3/retry/max retry-unbounded',
  '/states/calling4/adapter adapter-unknown',
  '/states/waiting dead-end',
  '/states/bare failure-branch-missing',
  '/states/bare key-missing',
  '/states/bare key-missing',
  '/states/bare state-unreachable',
  '/states/bare unknown-branch-missing',
  '/states/bare/result place-invalid',
  '/states/left dead-end',
  '/states/right dead-end',
  '/states/right/history key-unknown',
  '/states/while history-misplaced',
  '/states/while name-invalid',
  '/states/while state-unreachable',
  '/states/__proto__ dead-end',
  '/states/__proto__ name-invalid',
  '/states/__proto__ state-unreachable',
];

function problemsOf(text: string) {
  const checked = checkFlow(text, { manifests: MANIFESTS });
  return checked.ok ? [] : checked.problems;
}

describe('the check of a flow', () => {
  it('tells all problems of a bad flow at once, each at its place', () => {
    expect(problemsOf(FIXTURE).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(EXPECTED);
  });

  it('knows every code that it tells, and the fixture has every code', () => {
    const told = new Set(problemsOf(FIXTURE).map((each) => each.code));
    const elsewhere = ['text-too-long', 'states-too-many', 'slots-too-many', 'json-syntax', 'template-maybe-unset'];
    expect([...told].sort()).toEqual(
      Object.keys(PROBLEM_CODES)
        .filter((code) => !elsewhere.includes(code))
        .sort(),
    );
  });

  it('says each problem in a sentence', () => {
    for (const { message } of problemsOf(FIXTURE)) expect(message).toMatch(/^.+[.)]$/s);
  });

  it('offers the name that was most likely meant', () => {
    const fixes = problemsOf(FIXTURE).flatMap((each) => each.fix ?? []);
    expect(fixes).toEqual(
      expect.arrayContaining(['Did you mean "title"?', 'Did you mean "order.paid"?', 'Did you mean "work"?']),
    );
  });

  it('says where JSON breaks off', () => {
    expect(problemsOf('{\n  "schema": "flow/1",\n  "id" "x"\n}')).toEqual([
      { pointer: '', code: 'json-syntax', message: 'A ":" is expected after the key (line 3, column 8).' },
    ]);
  });

  it.each(['', '{', '[1,]', '{"a":1,}', '"\\x"', '01', 'tru', '{"a":1}x', '[1e999]', '"a\nb"', '['.repeat(100)])(
    'refuses %j as JSON',
    (text) => {
      expect(problemsOf(text).map((each) => each.code)).toEqual(['json-syntax']);
    },
  );

  it.each(['1', '[]', 'null', '"flow"'])('refuses %s as a flow', (text) => {
    expect(problemsOf(text).map((each) => each.code)).toEqual(['type-wrong']);
  });

  it('refuses a text that is too long before reading it', () => {
    expect(problemsOf(' '.repeat(1_000_001)).map((each) => each.code)).toEqual(['text-too-long']);
  });

  it('bounds what checking costs: states, and slots of a task', () => {
    const flow = (states: unknown): string =>
      JSON.stringify({ schema: 'flow/1', id: 'x', languages: ['en'], initial: 's0', states });
    const many = Array.from({ length: 1_001 }, (_, index) => [`s${index}`, { type: 'response' }]);
    expect(problemsOf(flow(Object.fromEntries(many))).map((each) => each.code)).toEqual(['states-too-many']);
    const slots = Array.from({ length: 21 }, (_, index) => [
      `q${index}`,
      { type: 'slot', slot: 'x', ask: { en: 'X?' }, next: 'q0', onFailed: 'q0' },
    ]);
    const codes = problemsOf(flow({ s0: { states: Object.fromEntries(slots) } })).map((each) => each.code);
    expect(codes).toContain('slots-too-many');
  });

  it('finds an example flow in order, against the manifests too', () => {
    expect(problemsOf(BANK)).toEqual([]);
  });

  it('refuses to repeat what is neither safe nor keyed, and lets it through once', () => {
    const keyless = [
      {
        name: 'demo-bank',
        operations: { transfer: { safe: false, keysKeptMs: null, input: { amount: 'number', to: 'string' } } },
      },
    ] as const;
    const checked = checkFlow(BANK, { manifests: keyless });
    expect(checked.ok ? [] : checked.problems.map((each) => each.code)).toEqual(['retry-unsafe']);
    const once = BANK.replace('"retry": { "max": 2, "backoff": "2s" },', '');
    expect(checkFlow(once, { manifests: keyless }).ok).toBe(true);
  });

  it('refuses repeats that outlast the memory for keys', () => {
    const short = [
      {
        name: 'demo-bank',
        operations: { transfer: { safe: false, keysKeptMs: 60_000, input: { amount: 'number', to: 'string' } } },
      },
    ] as const;
    const checked = checkFlow(BANK, { manifests: short });
    expect(checked.ok ? [] : checked.problems.map((each) => each.code)).toEqual(['retry-unsafe']);
  });

  it('lets a safe operation leave out what nobody has to decide, when it is published and when it is loaded again', () => {
    const flow = JSON.stringify({
      ...{ schema: 'flow/1', id: 'x', languages: ['en'], initial: 'ask' },
      states: {
        ask: { type: 'integration', adapter: 'model.wise', next: 'over', onFailed: 'over' },
        over: { type: 'end' },
      },
    });
    const wise = (safe: boolean) => [{ name: 'model', operations: { wise: { safe, keysKeptMs: null, input: {} } } }];
    expect(checkFlow(flow, { manifests: wise(true) }).ok).toBe(true);
    expect(checkFlow(flow, { manifests: wise(false) }).ok).toBe(false);
    expect(checkFlow(flow).ok).toBe(true);
  });

  it('warns of texts that may lack a value', () => {
    const checked = checkFlow(BANK);
    expect(checked.ok && checked.warnings.every((each) => each.severity === 'warning')).toBe(true);
  });

  it('has every code in the reference', () => {
    const reference = readFileSync('apps/docs/reference/flow.md', 'utf8');
    const rows = [...reference.matchAll(/^\| `([a-z-]+)`\s+\|/gm)].map((row) => row[1]);
    expect(rows).toEqual(expect.arrayContaining(Object.keys(PROBLEM_CODES)));
  });
});
