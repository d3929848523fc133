import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoreMachine } from '@parley/statechart';
import { compile } from '@parley/statechart';
import { exportScxml } from './export-scxml.ts';
import { importScxml } from './import-scxml.ts';

function blocks(language: string): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, '../../../../apps/docs/reference/interchange.md'), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    (match) => match[1] ?? '',
  );
}

describe('the examples of the interchange page', () => {
  const [kettle = '', door = ''] = blocks('xml');
  const [machine = '', problems = '', core = ''] = blocks('json');

  it('import as the page says', () => {
    const result = importScxml(kettle);
    expect(result).toEqual({ ok: true, machine: JSON.parse(machine) as unknown, notes: [] });
    expect(compile(machine)).toMatchObject({ ok: true });
  });

  it('are refused as the page says', () => {
    const xml = `<scxml>
  <state id="a">
    <transition event="go" cond="Math.random() > 0.5" target="b"/>
    <onentry><script>beep();</script></onentry>
  </state>
</scxml>`;
    expect(importScxml(xml)).toEqual({ ok: false, problems: JSON.parse(problems) as unknown });
  });

  it('export as the page says', () => {
    expect(exportScxml(JSON.parse(core) as CoreMachine)).toBe(door);
  });
});
