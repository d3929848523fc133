import { relative } from 'node:path';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Lets only the drawn mutants of a sample through: Stryker takes places, and at most places there are several mutants. */
class DrawnOnly {
  drawn = new Set(JSON.parse(process.env['PARLEY_MUTATE_DRAWN'] ?? '[]'));

  async init() {}

  group(mutants) {
    return [mutants.map(({ id }) => id)];
  }

  async check(mutants) {
    const verdict = (mutant) =>
      this.drawn.has(keyOf(mutant)) ? { status: 'passed' } : { status: 'compileError', reason: 'not drawn' };
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, verdict(mutant)]));
  }
}

/** The same for a mutant as it is drawn, checked and reported: paths from the root, or from the copy; lines and columns from 0 or 1. */
export function keyOf({ fileName, location: { start, end }, mutatorName, replacement }, offset = 0) {
  const path = fileName.replace(/^.*\/sandbox-[^/]+\//u, '');
  const file = path.startsWith('/') ? relative(process.cwd(), path) : path;
  const place = [start.line, start.column, end.line, end.column].map((count) => count - offset);
  return JSON.stringify([file, place, mutatorName, replacement]);
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'drawn-only', DrawnOnly)];
