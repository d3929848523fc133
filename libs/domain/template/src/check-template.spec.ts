import type { TypeEnvironment } from '@parley/expression';
import { checkTemplate } from './index.ts';
import { read } from '../test/rendering.ts';

const environment: TypeEnvironment = {
  names: {
    profile: { kind: 'map', fields: { name: { kind: 'string', nullable: true } } },
    slots: { kind: 'map', fields: { amount: { kind: 'number', nullable: true } } },
    vars: {
      kind: 'map',
      fields: {
        count: { kind: 'number' },
        words: { kind: 'list', of: { kind: 'string' } },
        rows: { kind: 'list', of: { kind: 'map' } },
        transfer: { kind: 'map', nullable: true, fields: { id: { kind: 'string' } } },
      },
    },
  },
};

function problemsOf(source: string): readonly string[] {
  return checkTemplate(read(source), environment).map(({ code, at }) => `${code}@${at}`);
}

describe('a template in its declared world', () => {
  it.each([
    ['Free.', []],
    ["{{ profile.name | default: 'there' }} {{ vars.count | plus: 1 }}", []],
    ["{% if slots.amount %}{{ slots.amount }}{% endif %}{{ vars.words | join: ', ' }}", []],
    ['{% if vars.transfer %}{{ vars.transfer.id }}{% endif %}', []],
    ['{% for row in vars.rows %}{{ row.anything }}{{ forloop.index }}{% endfor %}', []],
    ['{{ vars.words }} {{ vars.rows | size }}', []],
    ['{{ slots.amount }}', ['maybe-unset@3']],
    ['{{ vars.transfer.id }}', ['maybe-unset@3']],
    ['{{ slot.amount }}', ['unknown-name@3']],
    ['Sent {{ slots.amuont }}', ['unknown-field@14']],
    ["{{ slots.amuont | default: 'x' }}", ['unknown-field@9']],
    ['{% if slots.amuont %}x{% endif %}', ['unknown-field@12']],
    ["{{ vars.transfer | default: 'x' }}", ['wrong-type@3']],
    ['{{ vars.rows }}', ['wrong-type@3']],
    ['{% for i in vars.count %}x{% endfor %}', ['wrong-type@12']],
    ['{{ vars.words | plus: 1 }}', ['wrong-type@3']],
    ['{{ vars.count | plus: vars.words }}', ['wrong-type@22']],
    ['{{ row.n }}', ['unknown-name@3']],
  ])('%s has the problems %j', (source, problems) => {
    expect(problemsOf(source)).toEqual(problems);
  });

  it('is only warned of what may be unset, and told the fix', () => {
    const [problem] = checkTemplate(read('{{ profile.name }}'), environment);
    expect(problem).toMatchObject({ severity: 'warning', fix: "Add a default: {{ … | default: '…' }}." });
  });
});
