import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sources } from '../fitness/sources.ts';
import { readRows, unknownIds } from './rows.ts';

describe('the table of capabilities', () => {
  const table = 'id\tcapability\nE001\tWeb chat\nE002\tWhatsApp\n';

  it('counts a row as proven by a test that cites it in its title', () => {
    const rows = readRows(table, [{ path: 'a.spec.ts', text: "it('[E001] answers in the web chat', () => {})" }]);
    expect(rows.map((row) => [row.id, row.provenBy])).toEqual([
      ['E001', ['a.spec.ts']],
      ['E002', []],
    ]);
  });

  it('does not count a mention outside a title', () => {
    expect(readRows(table, [{ path: 'a.spec.ts', text: '// see [E001]' }])[0]?.provenBy).toEqual([]);
  });

  it('has every id that a test cites', () => {
    const rows = readRows(readFileSync(join(root, 'apps/docs/requirements.tsv'), 'utf8'), []);
    expect(rows.length).toBeGreaterThan(400);
    expect(unknownIds(rows, sources('apps/**/*.spec.ts', 'libs/**/*.spec.ts', 'libs/**/*.suite.ts'))).toEqual([]);
  });
});
