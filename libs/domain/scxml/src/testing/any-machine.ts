import type { CoreMachine } from '@parley/statechart';
import fc from 'fast-check';

/** Names as people write them, and as they should not. */
const id = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c1', 'wait.for-it', 'Straße') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('a b', '1st', '__proto__', 'a/b', 'a_b', '<&"\'>', '\u0000', '\ud800', ' ', '\n'),
  },
);

const expression = fc.constantFrom(
  ...['vars.n + 1', 'vars.n<3', 'has(vars.a.b) && !In("a b")', "In('a')", 'event.x == 1', '_event.data.x', '_now > 5'],
  ...[
    'vars.list.exists(i, i > 2 && i != vars.n)',
    "vars['odd key'][0]",
    "'a' in vars.m",
    'vars.n in [1, 2]',
    'size(vars.list)',
  ],
  ...[
    "lower('\\u0001Ä\\'') + string(1e21)",
    '{"a": [null, -1], vars.k: true}',
    'a ? b : (c ? d : e)',
    '-(-x) - -1',
    'a == b < c',
  ],
  ...['true', '((1))', '// so\n1', 'no expression (', '', '\u0000'],
);

const location = fc.constantFrom(
  'vars',
  'vars.n',
  'vars.list[0]',
  'vars["odd \\" key"]',
  'vars.in',
  '_x',
  'no path',
  '',
  'a\u0000',
);
const value = fc.jsonValue({ maxDepth: 2 }).map((json) => JSON.parse(JSON.stringify(json)) as null);
const at = fc.constantFrom('', '/states/0', '/a~1b/<x>');
const text = fc.oneof(id, fc.string({ maxLength: 6, unit: 'binary' }));
const map = fc.dictionary(text, expression, { maxKeys: 3, noNullPrototype: true });
const oneOrMany = fc.oneof(id, fc.array(id, { maxLength: 3 }));
const descriptors = fc.oneof(
  fc.constantFrom('e', 'e.*', '*'),
  fc.array(fc.constantFrom('e1', 'e2.x'), { maxLength: 2 }),
);

interface Parts {
  machine: CoreMachine;
  state: unknown;
  action: unknown;
  invoke: unknown;
}

const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }, requiredKeys: (keyof T)[]): fc.Arbitrary<unknown> =>
  fc.record(model, { requiredKeys, noNullPrototype: true });

const depth = fc.createDepthIdentifier();

/** A short list; none once it is deep inside. */
function few<T>(of: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<readonly T[]> {
  return fc.oneof({ maxDepth: 5, depthIdentifier: depth }, fc.constant([]), fc.array(of, { maxLength }));
}

/** Machines with every key of the core, in every form that the key may have: not sound ones, all that can be written. */
export const anyMachine: fc.Arbitrary<CoreMachine> = fc.letrec<Parts>((tie) => {
  const actions = few(tie('action'), 2);
  const content = fc.oneof(expression, record({ value }, ['value']));
  const initial = fc.oneof(oneOrMany, record({ target: oneOrMany, do: actions, at }, ['target']));
  const datum = fc.oneof(
    record({ id: fc.constantFrom('vars', 'n', 'x_1'), value, at }, ['id']),
    record({ id: fc.constantFrom('vars', 'n', 'x_1'), expr: expression, at }, ['id']),
  );
  const transition = record(
    { event: descriptors, cond: expression, target: oneOrMany, internal: fc.boolean(), do: actions, at },
    ['target'],
  );
  const after = record(
    {
      delayMs: fc.oneof(fc.nat(), fc.double({ min: 0, max: 9 })),
      cond: expression,
      target: oneOrMany,
      do: actions,
      at,
    },
    ['delayMs'],
  );
  const blocks = few(fc.oneof(tie('action'), actions), 3);
  const states = few(tie('state'), 3);
  const behaviour = {
    id,
    data: fc.array(datum, { maxLength: 2 }),
    entry: blocks,
    exit: blocks,
    transitions: fc.array(transition, { maxLength: 2 }),
    after: fc.array(after, { maxLength: 2 }),
    invoke: few(tie('invoke'), 2),
    defer: fc.array(id, { maxLength: 2 }),
    interrupt: fc.array(id, { maxLength: 2 }),
    states,
    at,
  };
  const donedata = fc.oneof(record({ content, at }, []), record({ params: map, at }, []));
  return {
    machine: record<Record<string, unknown>>(
      {
        schema: fc.constant('core/1'),
        id: text.filter((one) => one !== ''),
        initial,
        data: fc.array(datum, { maxLength: 2 }),
        binding: fc.constantFrom('early', 'late'),
        states,
        transitions: fc.array(transition, { maxLength: 1 }),
        machines: fc.dictionary(fc.constantFrom('kid', '__proto__', 'a b'), tie('machine'), {
          maxKeys: 1,
          noNullPrototype: true,
        }),
        faults: fc.constantFrom('load', 'run'),
        limits: fc.record({ states: fc.nat() }),
      },
      ['schema', 'id', 'states'],
    ) as fc.Arbitrary<CoreMachine>,
    state: fc.oneof(
      record<Record<string, unknown>>({ ...behaviour, type: fc.constantFrom('atomic', 'compound'), initial }, ['id']),
      record<Record<string, unknown>>({ ...behaviour, type: fc.constant('parallel') }, ['id', 'type']),
      record<Record<string, unknown>>({ id, type: fc.constant('final'), entry: blocks, donedata, at }, ['id', 'type']),
      record<Record<string, unknown>>(
        { id, type: fc.constant('history'), history: fc.constantFrom('deep', 'shallow'), initial, at },
        ['id', 'type', 'initial'],
      ),
    ),
    action: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      record({ raise: text, data: map, at }, ['raise']),
      record({ assign: location, expr: expression, at }, ['assign', 'expr']),
      record({ unset: location, at }, ['unset']),
      record({ log: text, expr: expression, at }, ['log']),
      record({ effect: text, fields: value, capture: fc.array(location, { maxLength: 2 }), values: map, at }, [
        'effect',
      ]),
      record(
        {
          send: record<Record<string, unknown>>(
            {
              event: text,
              eventexpr: expression,
              target: text,
              targetexpr: expression,
              type: text,
              typeexpr: expression,
              id: text,
              idlocation: location,
              delayMs: fc.nat(),
              delayexpr: expression,
              params: map,
              namelist: fc.array(location, { maxLength: 2 }),
              content,
            },
            [],
          ),
          at,
        },
        ['send'],
      ),
      record({ cancel: record<Record<string, unknown>>({ sendid: text, sendidexpr: expression }, []), at }, ['cancel']),
      record({ if: fc.array(record({ cond: expression, do: actions }, ['do']), { maxLength: 3 }), at }, ['if']),
      record({ foreach: expression, item: text, index: text, do: actions, at }, ['foreach', 'item', 'do']),
    ),
    invoke: fc.oneof(
      record<Record<string, unknown>>(
        {
          id: text,
          idlocation: location,
          src: text,
          input: map,
          namelist: fc.array(location, { maxLength: 2 }),
          config: value,
          finalize: actions,
          autoforward: fc.boolean(),
          at,
        },
        ['src'],
      ),
      record<Record<string, unknown>>({ srcexpr: expression, type: text, input: map, at }, ['srcexpr']),
      record<Record<string, unknown>>(
        {
          id: text,
          machine: fc.oneof(text, tie('machine')),
          type: fc.constant('scxml'),
          typeexpr: expression,
          finalize: actions,
          at,
        },
        ['machine'],
      ),
      record<Record<string, unknown>>({ machineexpr: expression, input: map }, ['machineexpr']),
    ),
  };
}).machine;
