import fc from 'fast-check';
import { parseTemplate } from './index.ts';
import { parseLiquid } from './parse-template.ts';
import { read } from '../test/rendering.ts';

const REFUSED: readonly (readonly [source: string, code: string, at: number])[] = [
  ['Hello {{ name', 'template-unclosed', 6],
  ['{% if a %}', 'template-unclosed', 0],
  ['{% for a in b %}{% endif %}', 'template-unknown-tag', 16],
  ['{% if %}{% endif %}', 'template-syntax', 5],
  ['{{ }}', 'template-syntax', 3],
  ['{{ a b }}', 'template-syntax', 5],
  ['{{ a and }}', 'template-syntax', 5],
  ['{{ a == }}', 'template-syntax', 5],
  ['{% if a == 1 b %}{% endif %}', 'template-syntax', 8],
  ['{{ a | default "x" }}', 'template-syntax', 15],
  ["{{ ['a'].b }}", 'template-syntax', 3],
  ['{{ 1.size }}', 'template-syntax', 3],
  ['ab{{ a | nope }}', 'template-unknown-filter', 2],
  ['{{ a | date: "%s" }}', 'template-unknown-filter', 0],
  ['{{ a | constructor }}', 'template-unknown-filter', 0],
  ['{{ a | __proto__ }}', 'template-unknown-filter', 0],
  ['{{ a | upcase: 1 }}', 'template-wrong-arguments', 0],
  ['{{ a | default }}', 'template-wrong-arguments', 0],
  ['{{ a | default: x: 1 }}', 'template-wrong-arguments', 0],
  ['{% include "a" %}', 'template-unknown-tag', 0],
  ['{% render "a" %}', 'template-unknown-tag', 0],
  ['{% layout "a" %}', 'template-unknown-tag', 0],
  ['{% assign a = 1 %}', 'template-unknown-tag', 0],
  ['{% capture a %}{% endcapture %}', 'template-unknown-tag', 0],
  ['{% increment a %}', 'template-unknown-tag', 0],
  ['{% tablerow a in b %}{% endtablerow %}', 'template-unknown-tag', 0],
  ['{% cycle "a" %}', 'template-unknown-tag', 0],
  ['{% echo a %}', 'template-unknown-tag', 0],
  ['{% liquid echo a %}', 'template-unknown-tag', 0],
  ['{% constructor %}', 'template-unknown-tag', 0],
  ['{% __proto__ %}', 'template-unknown-tag', 0],
  ['{{ (1..3) }}', 'template-not-allowed', 3],
  ['{% for i in (1..1000000000) %}x{% endfor %}', 'template-not-allowed', 12],
  ['{% if a == blank %}x{% endif %}', 'template-not-allowed', 11],
  ['{% if a == empty %}x{% endif %}', 'template-not-allowed', 11],
  ['{% for i in a cols: 2 %}x{% endfor %}', 'template-not-allowed', 0],
  [`${'{% if a %}'.repeat(18)}${'{% endif %}'.repeat(18)}`, 'template-nested-too-deep', 170],
  [`{{ ${'a['.repeat(20)}a${']'.repeat(20)} }}`, 'template-nested-too-deep', 35],
  ['x'.repeat(4_001), 'template-too-long', 4_000],
];

describe('a source that is no template', () => {
  it.each(REFUSED)('%s is refused', (source, code, at) => {
    const parsed = parseTemplate(source);
    expect(parsed).toMatchObject({ ok: false, problems: [{ code, at }] });
    if (!parsed.ok) expect(parsed.problems[0]?.message).toMatch(/\.$/);
  });

  it('is told every unknown filter and misuse at once', () => {
    const parsed = parseTemplate('{{ a | nope }}{{ b | upcase: 1 }}{% for i in (1..3) %}{{ i | gone }}{% endfor %}');
    expect(parsed.ok ? [] : parsed.problems.map(({ code }) => code)).toEqual([
      'template-unknown-filter',
      'template-wrong-arguments',
      'template-not-allowed',
      'template-unknown-filter',
    ]);
  });
});

describe('the paths of a template', () => {
  it('are all it may read, in branches and loops too, each once', () => {
    const { paths } = read(
      "{{ slots.a | default: vars.b }}{% if slots.c %}{{ vars.d['k'].e }}{% else %}{{ slots.a }}{% endif %}" +
        '{% for i in vars.rows %}{{ i.n }}{{ vars.table[i.n].x }}{{ forloop.index }}{% endfor %}{{ i.n }}',
    );
    expect(paths).toEqual(['slots.a', 'vars.b', 'slots.c', 'vars.d.k.e', 'vars.rows', 'vars.table', 'i.n']);
  });

  it.each([
    ['{{ slots.a }}', [false]],
    ["{{ slots.a | default: 'x' }}", [true]],
    ['{% if slots.a %}{{ slots.a }}{% endif %}{{ slots.a }}', [true, true, false]],
    ['{% if slots.a %}{{ slots.a.b }}{{ slots.ab }}{% endif %}', [true, true, false]],
    ['{% if slots.a %}{% else %}{{ slots.a }}{% endif %}', [true, true]],
    ['{% for i in slots.a %}{{ slots.b }}{% endfor %}', [true, false]],
  ])('%s: being unset is provided for, place by place', (source, guarded) => {
    expect(read(source).reads.map((each) => each.guarded)).toEqual(guarded);
  });

  it('come with the place where each is read', () => {
    const source = 'Hi {{ a.b }}, {% if  c.d > e.f %}{{ g.h | append: i.j }}{% endif %}';
    for (const { path, at } of read(source).reads) expect(source.slice(at, at + path.length)).toBe(path);
  });
});

describe('the fast path', () => {
  const piece = fc.oneof(
    fc.constantFrom('Hello ', ' }} ', '{', 'é😀', '\n', "it's"),
    fc
      .tuple(
        fc.constantFrom('', ' ', '\n'),
        fc.constantFrom('a', 'slots.amount', '_x.y1.z', 'true', 'nil', 'not', 'a-b'),
      )
      .map(([space, path]) => `{{${space}${path}${space}}}`),
    fc
      .tuple(fc.constantFrom('a.b', 'vars.x'), fc.constantFrom("'x'", '"it\'s"', "''", "'a\\'b'", '1'))
      .map(([path, fallback]) => `{{ ${path} | default: ${fallback} }}`),
  );

  it('reads every template as LiquidJS does', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const source = pieces.join('');
        expect(withoutPlaces(parseTemplate(source))).toEqual(withoutPlaces(parseLiquid(source)));
      }),
      { numRuns: 1_000 },
    );
  });

  /** Neighbouring texts may be cut differently, and a default's literal has no place of its own. */
  function withoutPlaces(parsed: ReturnType<typeof parseTemplate>): unknown {
    if (!parsed.ok) return parsed;
    const { nodes, reads, paths } = parsed.template;
    return JSON.parse(
      JSON.stringify({ nodes, reads, paths }, (key, value: unknown) => (key === 'at' ? undefined : value)),
    );
  }
});
