import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import type { Mutant, MutantResult } from '@stryker-mutator/api/core';
import { commandLine } from '@parley/service-kit';
import { root } from '../fitness/sources.ts';
import { Chance } from '../oracle/chance.ts';
import { reasonFor } from './equivalent.ts';
import { keyOf } from './drawn-only.mjs';
import { everyMutant } from './every-mutant.ts';
import { PROJECTS, rulesOf, specsOf, type ProjectName } from './projects.ts';
import { isNoticed, isOutOfTime, shareOf } from './share.ts';

const { options } = commandLine({
  call: 'npm run mutate --',
  about:
    'Changes the kernel and the expressions in one place at a time and looks whether a test notices (apps/docs/reference/oracles.md). Exit code 1 below 85 % killed. All of it takes hours; a sample of 100 about 5 minutes.',
  options: {
    project: { kind: 'choice', of: [...Object.keys(PROJECTS), 'both'], default: 'both', about: 'what is mutated' },
    sample: { kind: 'whole', default: 0, about: 'so many mutants of each, drawn at random; 0 = all' },
    seed: { kind: 'whole', default: 1, about: 'the same seed draws the same mutants' },
    file: { kind: 'text', value: 'PATH', about: 'only this file, or files whose path holds this' },
    workers: { kind: 'whole', default: 2, about: 'processes that judge mutants' },
  },
});

const all = Object.keys(PROJECTS) as ProjectName[];
for (const project of options.project === 'both' ? all : all.filter((one) => one === options.project)) {
  const files = rulesOf(project).filter((file) => file.includes(options.file ?? ''));
  if (files.length === 0) continue;
  const drawn = options.sample === 0 ? null : draw(await everyMutant(files), options.sample);
  const results = await judge(project, drawn === null ? files : drawn.map(rangeOf), drawn);
  report(project, results, drawn !== null);
}

function draw(mutants: readonly Mutant[], count: number): readonly Mutant[] {
  const chance = new Chance(options.seed);
  const left = [...mutants];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(chance.below(left.length), 1)).flat();
}

/** As Stryker takes it, lines from 1. */
function rangeOf({ fileName, location: { start, end } }: Mutant): string {
  return `${relative(root, fileName)}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;
}

async function judge(
  project: ProjectName,
  mutate: readonly string[],
  drawn: readonly Mutant[] | null,
): Promise<readonly MutantResult[]> {
  const wanted = drawn === null ? null : new Set(drawn.map((one) => keyOf(one)));
  process.env['PARLEY_MUTATE_DRAWN'] = JSON.stringify([...(wanted ?? [])]);
  process.env['PARLEY_MUTATE_SPECS'] = specsOf(project);
  const stryker = new Stryker({
    mutate: [...mutate],
    checkers: drawn === null ? [] : ['drawn-only'],
    concurrency: options.workers,
    reporters: drawn === null ? ['progress', 'html', 'json'] : ['progress'],
    htmlReporter: { fileName: `coverage/mutation/${project}.html` },
    jsonReporter: { fileName: `coverage/mutation/${project}.json` },
  });
  const results = await stryker.runMutationTest();
  // Its results count lines and columns from 1.
  return results.filter((one) => one.status !== 'Ignored' && wanted?.has(keyOf(one, 1)) !== false);
}

function report(project: ProjectName, results: readonly MutantResult[], isSample: boolean): void {
  const survivors = results.filter((one) => !isNoticed(one) || isOutOfTime(one));
  const known = survivors.filter((one) => reasonFor(placeOf(one)) !== null);
  for (const one of survivors) {
    const { file, line, before, replacement } = placeOf(one);
    const reason = reasonFor(placeOf(one));
    console.log(
      `${one.status}${reason === null ? '' : ` (equivalent: ${reason})`}  ${file}:${line}  ${one.mutatorName}`,
    );
    console.log(`  - ${before.replaceAll('\n', '\n    ')}\n  + ${replacement}`);
  }
  const share = shareOf(results, isSample);
  const without = shareOf(
    results.filter((one) => !known.includes(one)),
    isSample,
  );
  const rounded = (percent: number): number => Math.round(percent * 10) / 10;
  const told = ({ killed, of, percent, from, to }: typeof share) => ({
    killed,
    of,
    percent: rounded(percent),
    interval: [rounded(from), rounded(to)],
  });
  console.log(
    JSON.stringify({
      project,
      ...(isSample ? { sample: results.length, seed: options.seed } : {}),
      ...told(share),
      // On a busy machine some of them may be survivors; those that ran in a circle are not among them.
      outOfTime: results.filter(isOutOfTime).length,
      equivalent: known.length,
      withoutEquivalent: told(without),
    }),
  );
  if (share.percent < 85) process.exitCode = 1;
}

function placeOf({ fileName, location: { start, end }, replacement = '' }: MutantResult) {
  const file = fileName.startsWith('/') ? relative(root, fileName) : fileName;
  const lines = readFileSync(join(root, file), 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line);
  const last = lines.length - 1;
  const before = lines
    .map((line, index) => line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined))
    .join('\n');
  return { file, line: start.line, before, replacement };
}
