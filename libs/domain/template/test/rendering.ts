import type { ValueMap } from '@parley/expression';
import { parseTemplate, renderTemplate, type CompiledTemplate, type RenderResult } from '../src/index.ts';

/** The template a source spells; throws what `parseTemplate` had against it. */
export function read(source: string): CompiledTemplate {
  const parsed = parseTemplate(source);
  if (!parsed.ok) throw new Error(`${source}: ${JSON.stringify(parsed.problems)}`);
  return parsed.template;
}

export const WORLD: ValueMap = {
  'profile.name': 'Ann',
  slots: {
    amount: 200,
    recipient: '  bob  ',
    ratio: 2.345,
    big: 1e21,
    tiny: 1e-7,
    zero: 0,
    blank: '',
    no: false,
    nothing: null,
  },
  vars: {
    list: [1, 2, 3],
    names: ['x', 'y'],
    empty: [],
    map: { k: 'v', 'odd key': 1 },
    rows: [{ n: 'a' }, { n: 'b' }],
  },
};

export function render(source: string, values: ValueMap = WORLD): RenderResult {
  return renderTemplate(read(source), values);
}

/** The text, or the code of the fault. */
export function textOf(source: string, values: ValueMap = WORLD): string {
  const rendered = render(source, values);
  return rendered.ok ? rendered.text : `! ${rendered.code}`;
}
