import type { Value, ValueMap } from '@parley/expression';
import { CountedReads } from '@parley/expression/testing';
import { MAX_WORK } from './limits.ts';
import { parseTemplate, renderTemplate } from './index.ts';
import { textOf } from '../test/rendering.ts';

const LIST: Value = Array.from({ length: 1_000 }, (_, index) => index);
const TEXT = 'a'.repeat(32_000);
const WORLD: ValueMap = {
  l: LIST,
  ll: Array.from({ length: 40 }, () => Array.from({ length: 40 }, () => 1)),
  long: Array.from({ length: 100_000 }, () => 1),
  t: TEXT,
  huge: 'a'.repeat(300_000),
  m: {},
  n: 3,
  own: JSON.parse('{"__proto__": "own", "constructor": "mine"}') as Value,
};

/** Templates that would run long, or write much. */
const RUNAWAYS: readonly (readonly [name: string, source: string, code: string])[] = [
  ['1,001 rounds', '{% for i in long %}{% endfor %}', 'too-many-iterations'],
  ['nested loops', '{% for i in l %}{% for j in l %}x{% endfor %}{% endfor %}', 'too-many-iterations'],
  ['loops one after the other', '{% for i in ll[0] %}x{% endfor %}'.repeat(30), 'too-many-iterations'],
  [
    'loops in loops in loops',
    '{% for a in ll %}{% for b in a %}{% for c in a %}x{% endfor %}{% endfor %}{% endfor %}',
    'too-many-iterations',
  ],
  ['an empty body', '{% for i in l %}{% endfor %}{% for i in l %}{% endfor %}', 'too-many-iterations'],
  ['reversed', '{% for i in long reversed %}{% endfor %}', 'too-many-iterations'],
  ['an offset', '{% for i in long offset: 2 %}{% endfor %}', 'too-many-iterations'],
  ['long text twice', '{{ t }}{{ t }}', 'output-too-long'],
  ['long text in a loop', '{% for i in l %}{{ t }}{% endfor %}', 'output-too-long'],
  ['a long text alone', '{{ huge }}', 'output-too-long'],
  ['a long text, filtered', '{{ huge | upcase | truncate: 5 }}', 'output-too-long'],
  ['plain text in a loop', `{% for i in l %}${'x'.repeat(100)}{% endfor %}`, 'output-too-long'],
  ['append upon append', `{{ t ${'| append: t '.repeat(200)}}}`, 'output-too-long'],
  ['prepend upon prepend', `{{ t ${'| prepend: t '.repeat(200)}}}`, 'output-too-long'],
  ['every letter replaced by a text', "{{ t | replace: 'a', t }}", 'output-too-long'],
  ['replaced twice', "{{ 'aaaaaaaaaa' | replace: 'a', t | replace: 'a', t }}", 'output-too-long'],
  ['everything escaped', "{{ t | replace: 'a', '&' | escape }}", 'output-too-long'],
  ['a list joined by a text', '{{ l | join: t }}', 'output-too-long'],
  ['a long list written', '{{ long }}', 'output-too-long'],
  ['a list joined again and again', '{% for i in l %}{{ l | join | size }}{% endfor %}', 'too-much-work'],
  ['work without output', '{% for i in l %}{{ t | upcase | downcase | size }}{% endfor %}', 'too-much-work'],
  [
    'comparisons of long texts',
    '{% for i in l %}{% if t == t and t contains t %}{% endif %}{% endfor %}',
    'too-much-work',
  ],
  ['a long list looked through', '{% for i in l %}{% if long contains -1 %}{% endif %}{% endfor %}', 'too-much-work'],
  ['ellipses as long as a text', '{{ t | truncate: 10, huge }}', 'output-too-long'],
];

const UNREADABLE: readonly string[] = [
  'm.constructor',
  'm.__proto__',
  'm.toString',
  "m['constructor']",
  "m['__proto__']",
  'm.constructor.constructor',
  'm.hasOwnProperty',
  't.length',
  't.constructor',
  'l.length',
  'l.size',
  'l.constructor',
  "l['length']",
  'l.push',
  'l.map',
  'n.toFixed',
  'constructor',
  'constructor.name',
  '__proto__',
  'toString',
  'hasOwnProperty.call',
  'process.env',
  'globalThis',
  'forloop.index',
  'forloop.constructor',
  'm[m]',
  'm[l]',
  'l[m]',
  "t['0']",
];

const UNREADABLE_SOURCES: readonly (readonly [name: string, source: string])[] = [
  ['1,000 opened outputs', '{{'.repeat(1_900)],
  ['1,000 opened tags', '{%'.repeat(1_900)],
  ['390 ifs', '{% if a %}'.repeat(390)],
  ['200 ifs, closed', `${'{% if a %}'.repeat(180)}${'{% endif %}'.repeat(180)}`],
  ['240 loops', '{% for i in a %}'.repeat(240)],
  ['1,900 indexes', `{{ ${'a['.repeat(1_900)}`],
  ['1,300 indexes, closed', `{{ ${'a['.repeat(1_300)}1${']'.repeat(1_300)} }}`],
  ['an unclosed comment', '{% comment %}'],
  ['an unclosed quote', "{{ 'a }}"],
  ['a raw block', '{% raw %}{{ a }}{% endraw %}'],
  ['a file', "{% include '/etc/passwd' %}"],
  ['a file by a variable', '{% render slots.file %}'],
  ['a block of a layout', '{% block a %}{% endblock %}'],
  ['brackets in a condition', '{% if (a) %}x{% endif %}'],
  ['a date', "{{ 'now' | date: '%s' }}"],
  ['a random element', '{{ l | sample }}'],
  ['JSON of everything', '{{ m | json }}'],
  ['a filter on properties', "{{ l | map: 'constructor' }}"],
  ['an expression in a filter', "{{ l | where_exp: 'x', 'x.constructor' }}"],
  ['decoding', '{{ t | base64_decode }}'],
  ['a sort', '{{ l | sort }}'],
  ['a number of 3,000 digits', `{{ ${'9'.repeat(3_000)} }}`],
];

describe('a hostile template', () => {
  it.each(RUNAWAYS)('ends with a fault, and reads no more than its work pays for: %s', (_name, source, code) => {
    const reads = new CountedReads();
    expect(textOf(source, reads.of(WORLD))).toBe(`! template-${code}`);
    expect(reads.count).toBeLessThanOrEqual(MAX_WORK);
  });

  it.each(UNREADABLE)('reads nothing that is not an own field: {{ %s }}', (path) => {
    expect(textOf(`[{{ ${path} }}]`, WORLD)).toBe('[]');
  });

  it('reads fields with frightening names that are own', () => {
    expect(textOf('{{ own.constructor }} {{ own.__proto__ }}', WORLD)).toBe('mine own');
  });

  it.each(UNREADABLE_SOURCES)('is refused with code, place and sentence: %s', (_name, source) => {
    const parsed = parseTemplate(source);
    expect(parsed).toMatchObject({ ok: false });
    if (parsed.ok) return;
    for (const { message, at } of parsed.problems) {
      expect(message).not.toBe('');
      expect(at).toBeLessThanOrEqual(source.length);
    }
  });

  it('keeps what is written once: values are text, never templates', () => {
    expect(textOf('{{ t }}', { t: '{{ m.x }}{% if %}' })).toBe('{{ m.x }}{% if %}');
  });

  it('renders lone surrogates, NUL and direction marks as they came', () => {
    const odd = '\ud800\u0000\u202e';
    expect(textOf(`${odd}{{ t }}`, { t: odd })).toBe(odd + odd);
  });

  it('does not change what it is given', () => {
    const values = JSON.parse(JSON.stringify(WORLD)) as ValueMap;
    const parsed = parseTemplate(
      '{% for i in ll %}{{ i | join }}{% endfor %}{% for own in l limit: 3 reversed %}{{ own }}{% endfor %}',
    );
    if (!parsed.ok) throw new Error('unreadable');
    renderTemplate(parsed.template, values);
    expect(JSON.stringify(values)).toBe(JSON.stringify(WORLD));
  });
});
