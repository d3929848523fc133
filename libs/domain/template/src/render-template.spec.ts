import { renderTemplate } from './index.ts';
import { read, render, textOf } from '../test/rendering.ts';

/** Source → text; `! code` is a fault. */
type Table = readonly (readonly [source: string, text: string])[];

const OUTPUTS: Table = [
  ['', ''],
  ['Transfers are free.', 'Transfers are free.'],
  ['{{ profile.name }}', 'Ann'],
  ['{{profile.name}}, {{ slots.amount }}', 'Ann, 200'],
  ["Hello {{ profile.nick | default: 'there' }}.", 'Hello there.'],
  ['Hello {{ profile.nick }}.', 'Hello .'],
  ["{{ vars.map['k'] }}{{ vars.map['odd key'] }}", 'v1'],
  ['{{ vars.list[1] }}{{ vars.list[9] }}', '2'],
  ['{{ vars.rows[1].n }}', 'b'],
  ['{{ vars.list[slots.zero] }}', '1'],
  ['{{ vars.list }}', '123'],
  ['{{ slots.no }} {{ slots.nothing }} {{ true }}', 'false  true'],
  ["{{ 'quoted' }} {{ 1.50 }}", 'quoted 1.5'],
  ['{{ vars.map }}', '! template-wrong-type'],
  ['{{ vars.rows }}', '! template-wrong-type'],
  ['a }} b { c', 'a }} b { c'],
  ['  {{- slots.amount -}}  !', '200!'],
];

const FILTERS: Table = [
  ["{{ slots.recipient | strip | upcase | append: '!' | prepend: '¡' }}", '¡BOB!'],
  ['{{ slots.recipient | lstrip }}|{{ slots.recipient | rstrip }}|', 'bob  |  bob|'],
  ["{{ 'ÉLAN VITAL' | downcase }} {{ 'élan VITAL' | capitalize }}", 'élan vital Élan vital'],
  ["{{ 'a-b-c' | replace: '-', '+' }} {{ 'a-b' | remove: '-' }} {{ 'ab' | replace: '', 'x' }}", 'a+b+c ab ab'],
  ["{{ 'abcdefgh' | truncate: 6 }} {{ 'abcdefgh' | truncate: 4, '…' }} {{ 'abc' | truncate: 3 }}", 'abc... abc… abc'],
  ["{{ 'a😀bcdef' | truncate: 5 }}", 'a...'],
  [`{{ '<a href="x">&' | escape }}`, '&lt;a href=&#34;x&#34;&gt;&amp;'],
  ["{{ vars.list | size }} {{ 'abc' | size }} {{ vars.map | size }} {{ slots.nothing | size }}", '3 3 2 0'],
  ['{{ vars.list | first }}{{ vars.list | last }}{{ vars.empty | first }}', '13'],
  ["{{ vars.list | join: ', ' }} {{ vars.list | join }}", '1, 2, 3 1 2 3'],
  ['{{ slots.amount | plus: 1 | minus: 2 | times: 3 | divided_by: 4 | modulo: 100 }}', '49.25'],
  [
    '{{ slots.ratio | round }} {{ slots.ratio | round: 1 }} {{ slots.ratio | ceil }} {{ slots.ratio | floor }}',
    '2 2.3 3 2',
  ],
  [
    '{{ 1.005 | round: 2 }} {{ -2.5 | round }} {{ slots.big | round: 2 }} {{ slots.tiny | round: 3 }}',
    '1.01 -3 1e+21 0',
  ],
  ['{{ -7 | modulo: 3 }}', '2'],
  ['{{ -3 | abs }} {{ 5 | at_least: 7 }} {{ 5 | at_most: 3 }}', '3 7 3'],
  ["{{ slots.zero | default: 'x' }} {{ slots.blank | default: 'x' }} {{ slots.no | default: 'x' }}", '0 x x'],
  ["{{ vars.empty | default: 'none' }}", 'none'],
  ['{{ slots.amount | divided_by: 0 }}', '! template-bad-number'],
  ['{{ slots.amount | modulo: 0 }}', '! template-bad-number'],
  ['{{ slots.ratio | round: 99 }}', '! template-bad-number'],
  ['{{ slots.recipient | plus: 1 }}', '! template-wrong-type'],
  ['{{ slots.nothing | plus: 1 }}', '! template-wrong-type'],
  ['{{ slots.amount | first }}', '! template-wrong-type'],
  ['{{ vars.rows | join }}', '! template-wrong-type'],
];

const CHOICES: Table = [
  ['{% if slots.amount > 100 %}big{% else %}small{% endif %}', 'big'],
  ['{% if slots.amount > 900 %}a{% elsif slots.amount == 200 %}b{% else %}c{% endif %}', 'b'],
  ['{% unless slots.nothing %}unset{% else %}set{% endunless %}', 'unset'],
  ['{% unless true %}a{% elsif slots.amount %}b{% endunless %}', 'b'],
  ['{% if slots.zero and slots.blank %}both are true{% endif %}', 'both are true'],
  ['{% if slots.no or slots.missing %}a{% else %}b{% endif %}', 'b'],
  ["{% if slots.missing == nil and slots.amount != 'x' %}a{% endif %}", 'a'],
  ['{% if slots.missing < 3 or slots.recipient > 1 %}a{% else %}no order{% endif %}', 'no order'],
  ["{% if slots.recipient contains 'bob' and vars.list contains 2 %}a{% endif %}", 'a'],
  ["{% if vars.list contains '2' or slots.amount contains 2 %}a{% else %}b{% endif %}", 'b'],
  ['{% if not slots.no %}a{% endif %}', 'a'],
  ["{% if 'a' < 'b' and 2 >= 2 and 1 <= 1 %}a{% endif %}", 'a'],
  ['{% comment %}{% include "x" %}{% endcomment %}a', 'a'],
];

const LOOPS: Table = [
  ['{% for i in vars.list %}{{ i }},{% endfor %}', '1,2,3,'],
  ['{% for i in vars.empty %}x{% else %}none{% endfor %}', 'none'],
  ['{% for i in vars.missing %}x{% else %}none{% endfor %}', 'none'],
  [
    '{% for r in vars.rows %}{{ forloop.index }}{{ r.n }}{% unless forloop.last %}, {% endunless %}{% endfor %}',
    '1a, 2b',
  ],
  ['{% for i in vars.list limit: 2 %}{{ i }}{% endfor %}', '12'],
  ['{% for i in vars.list offset: 1 reversed %}{{ i }}{% endfor %}', '32'],
  [
    '{% for i in vars.list %}{% for i in vars.names %}{{ i }}{% endfor %}{{ i }}{{ forloop.rindex }} {% endfor %}',
    'xy13 xy22 xy31 ',
  ],
  [
    '{% for i in vars.names %}{{ forloop.index0 }}{{ forloop.first }}{{ forloop.length }} {% endfor %}',
    '0true2 1false2 ',
  ],
  ['{% for slots in vars.names %}{{ slots }}{% endfor %}{{ slots.amount }}', 'xy200'],
  ['{% for i in slots.amount %}x{% endfor %}', '! template-wrong-type'],
  ["{% for i in vars.list limit: 'x' %}x{% endfor %}", '! template-wrong-type'],
];

describe('a template', () => {
  for (const [group, table] of Object.entries({ OUTPUTS, FILTERS, CHOICES, LOOPS }))
    it.each(table)(`(${group.toLowerCase()}) %s is %j`, (source, text) => {
      expect(textOf(source)).toBe(text);
    });

  it('says where it failed and why, to a person', () => {
    expect(render('Sum: {{ slots.amount | divided_by: 0 }}')).toEqual({
      ok: false,
      code: 'template-bad-number',
      at: 5,
      message: 'This computation has no result.',
    });
  });

  it('takes its values by path, by root, or from a reader, to the same text', () => {
    const template = read('{{ slots.amount }} {{ slots.name }}');
    const text = { ok: true, text: '5 Ann' };
    expect(renderTemplate(template, { 'slots.amount': 5, 'slots.name': 'Ann' })).toEqual(text);
    expect(renderTemplate(template, { slots: { amount: 5, name: 'Ann' } })).toEqual(text);
    expect(renderTemplate(template, (path) => (path === 'slots.amount' ? 5 : 'Ann'))).toEqual(text);
  });

  it('renders the same text every time', () => {
    const template = read('{% for i in vars.list %}{{ i | times: 1.1 }} {% endfor %}');
    const values = { vars: { list: [0.1, 1 / 3, 1e21, 5e-324] } };
    const texts = Array.from({ length: 20 }, () => JSON.stringify(renderTemplate(template, values)));
    expect(new Set(texts).size).toBe(1);
  });
});
