import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../fitness/sources.ts';
import { applyEdit } from './ablation.ts';
import { readPage, withTables } from './guarantees.ts';
import { manifest } from './manifest.ts';
import { promises } from './promises.ts';

describe('the manifest of patches', () => {
  it.each(promises.map(([rule]) => rule))('has a patch for %s', (rule) => {
    expect(manifest.some((one) => one.rule === rule && one.kind !== 'cost')).toBe(true);
  });

  it('names no rule that promises nothing', () => {
    const known = promises.map(([rule]) => rule);
    expect(manifest.map(({ rule }) => rule).filter((rule) => !known.includes(rule))).toEqual([]);
  });

  it.each(manifest.map((one) => [`${one.rule}: without ${one.without}`, one] as const))(
    'fits the code: %s',
    (_, one) => {
      const texts = new Map<string, string>();
      for (const edit of one.edits) {
        const text = texts.get(edit.file) ?? readFileSync(join(root, edit.file), 'utf8');
        texts.set(edit.file, applyEdit(text, edit));
      }
      expect(existsSync(join(root, one.spec))).toBe(true);
    },
  );

  it('is what the page of guarantees shows (`npm run ablate -- --page`)', async () => {
    expect(await withTables(readPage(), manifest)).toBe(readPage());
  });
});
