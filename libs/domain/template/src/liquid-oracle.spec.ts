import fc from 'fast-check';
import { Liquid } from 'liquidjs/dist/liquid.browser.mjs';
import { renderTemplate } from './index.ts';
import { read } from '../test/rendering.ts';

/*
 * LiquidJS' own renderer judges ours over generated templates. Where we differ on purpose, by rule: arithmetic takes
 * numbers only, maps are not written, unlike values have no order, there is no `.size` of everything. The generator
 * keeps to what both define. `size` of a list and a text, `join`, `first`, `last` are compared; `forloop` too.
 */
const VALUES = {
  slots: { amount: 200, name: '  Ann  ', blank: '', yes: true, no: false, nothing: null, ratio: 2.5 },
  vars: { list: [3, 1, 2], words: ['b', 'a'], empty: [], rows: [{ n: 'x' }, { n: 'y', m: 1 }] },
};

const oracle = new Liquid({ locale: 'en-US', timezoneOffset: 0, relativeReference: false, ownPropertyOnly: true });

// LiquidJS reads the clock at each node even where no time limit is set; the oracle gets one that stands still.
Object.defineProperty(globalThis, 'performance', { configurable: true, value: { now: () => 0 } });

const scalar = fc.constantFrom(
  ...['slots.amount', 'slots.name', 'slots.blank', 'slots.yes', 'slots.no', 'slots.nothing', 'slots.missing'],
  ...["'quoted'", '1.5', '0', 'true', 'nil', 'vars.list[1]', 'vars.rows[1].n', "vars['words'][0]", 'vars.words[9]'],
);
const list = fc.constantFrom('vars.list', 'vars.words', 'vars.empty', 'vars.missing');
const textFilter = fc.constantFrom(
  ...['upcase', 'downcase', 'capitalize', 'strip', 'lstrip', 'rstrip', 'escape', "append: '!'", "prepend: '<'"],
  ...["replace: 'n', 'N'", "remove: 'A'", "default: 'x'", 'truncate: 4', "truncate: 3, '…'"],
);
const numberFilter = fc.constantFrom(
  ...['plus: 1.5', 'minus: 7', 'times: 3', 'divided_by: 8', 'modulo: 7', 'at_least: 5', 'at_most: 100', 'abs', 'floor'],
  ...['ceil', 'round', 'round: 2'],
);
const comparison = fc
  .tuple(fc.constantFrom('slots.amount', 'slots.ratio', '200', '3'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='))
  .chain(([left, operator]) =>
    fc.constantFrom('200', '2.5', 'slots.amount').map((right) => `${left} ${operator} ${right}`),
  );
const condition = fc
  .array(
    fc.oneof(
      scalar,
      comparison,
      scalar.map((value) => `not ${value}`),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .chain((terms) => fc.constantFrom(' and ', ' or ').map((operator) => terms.join(operator)));
const filtered = (value: fc.Arbitrary<string>, filter: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(value, fc.array(filter, { maxLength: 3 }))
    .map(([input, filters]) => `{{ ${[input, ...filters].join(' | ')} }}`);

type Productions = { body: string; part: string };

const { body } = fc.letrec<Productions>((tie) => ({
  body: fc.array(tie('part'), { maxLength: 4 }).map((parts) => parts.join('')),
  part: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('text ', '\n', ' - ', 'é😀', '{{ forloop.index }}', '{{ item }}', '{{ list.first }}'),
    filtered(scalar, textFilter),
    filtered(fc.constantFrom('slots.amount', 'slots.ratio', '-3.7', '10'), numberFilter),
    filtered(list, fc.constantFrom('size', "join: ', '", 'join', 'first', 'last')).filter(
      (output) => (output.match(/\|/g) ?? []).length === 1,
    ),
    fc
      .tuple(condition, tie('body'), tie('body'))
      .map(([test, a, b]) => `{% if ${test} %}${a}{%- else -%}${b}{% endif %}`),
    fc.tuple(condition, tie('body')).map(([test, a]) => `{% unless ${test} %}${a}{% endunless %}`),
    fc
      .tuple(
        list,
        fc.constantFrom('', ' limit: 2', ' offset: 1', ' reversed', ' limit: 2 offset: 1 reversed'),
        tie('body'),
      )
      .map(([items, modifier, inner]) => `{% for item in ${items}${modifier} %}${inner}{% else %}none{% endfor %}`),
  ),
}));

describe('beside LiquidJS', () => {
  it('every generated template has the text that LiquidJS gives it', () => {
    let compared = 0;
    fc.assert(
      fc.property(body, (source) => {
        fc.pre(source.length <= 4_000);
        const ours = renderTemplate(read(source), VALUES);
        expect(ours).toEqual({ ok: true, text: oracle.parseAndRenderSync(source, VALUES) });
        compared += 1;
      }),
      { numRuns: 1_500 },
    );
    expect(compared).toBeGreaterThan(1_400);
  });
});
