import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sources } from './sources.ts';

/** Runs a rule that a spec calls, in the world in which the domain's tests run; answers what jest printed. */
function runRule(body: string): { failed: boolean; output: string } {
  const folder = mkdtempSync(join(root, 'libs/domain/nlu/src/seeded-'));
  try {
    writeFileSync(join(folder, 'rule.ts'), `export const rule = (): unknown => ${body};\n`);
    writeFileSync(join(folder, 'rule.spec.ts'), "import { rule } from './rule.ts';\nit('runs', () => { rule(); });\n");
    const run = spawnSync('npm', ['run', '-s', 'jest', '--', '--selectProjects', 'rules', '--rootDir', root, folder], {
      cwd: root,
      encoding: 'utf8',
    });
    return { failed: run.status !== 0, output: run.stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the rules in libs/domain', () => {
  it.each([
    'Date.now()',
    'new Date()',
    'Math.random()',
    'process.env',
    'setTimeout(() => 0, 0)',
    'fetch',
    'crypto',
    "'a'.localeCompare('b')",
  ])(
    'cannot ask for %s',
    (body) => {
      const run = runRule(body);
      expect(run.output).toContain('impure: the rules asked for');
      expect(run.failed).toBe(true);
    },
    60_000,
  );

  it('run when they ask for nothing', () => {
    expect(runRule('1 + 1').failed).toBe(false);
  }, 60_000);

  it('never wait and import nothing of Node', () => {
    const impure = sources('libs/domain/*/src/**/*.ts')
      .filter((source) => !source.path.endsWith('.spec.ts') && !/\/(seeded-|testing\/)/.test(source.path))
      .filter((source) =>
        /\bawait\b(?!.*\*)|from 'node:|\basync\b \(/.test(source.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')),
      );
    expect(impure.map((source) => source.path)).toEqual([]);
  });
});
