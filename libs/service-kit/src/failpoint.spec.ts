import { spawnSync } from 'node:child_process';
import { FAILPOINTS, readArmed } from './failpoint.ts';

const module = new URL('./failpoint.ts', import.meta.url).href;

/** A process that passes a failpoint three times and says so each time. */
function run(environment: Readonly<Record<string, string>>) {
  const script = `const { failpoint } = await import('${module}');
    for (let n = 1; n <= 3; n += 1) { console.log(n); failpoint('advance.after-commit'); }`;
  const env = { PATH: process.env['PATH'], ...environment };
  return spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    env,
    encoding: 'utf8',
  });
}

describe('a failpoint', () => {
  it('kills the process the n-th time it is passed, without a last word', () => {
    const { stdout, signal } = run({ PARLEY_FAILPOINT: 'advance.after-commit:2' });
    expect(stdout).toBe('1\n2\n');
    expect(signal).toBe('SIGKILL');
  });

  it('does nothing unless it is named', () => {
    expect(run({}).stdout).toBe('1\n2\n3\n');
    expect(run({ PARLEY_FAILPOINT: 'journal.after-commit:1' }).stdout).toBe('1\n2\n3\n');
  });

  it('is refused in production with a sentence', () => {
    const { status, stderr } = run({ PARLEY_FAILPOINT: 'advance.after-commit:1', NODE_ENV: 'production' });
    expect(status).not.toBe(0);
    expect(stderr).toContain('refused with NODE_ENV=production');
  });

  it('must be one of the list, with a count from 1', () => {
    expect(() => readArmed('advance.somewhere:1', undefined)).toThrow('names no failpoint');
    for (const count of ['0', '-1', 'x', '1.5', '']) {
      expect(() => readArmed(`advance.after-commit:${count}`, undefined)).toThrow('needs a count');
    }
    expect(readArmed('advance.after-commit', undefined)).toEqual({ name: 'advance.after-commit', left: 1 });
    expect(readArmed('', undefined)).toBeNull();
  });

  it('has a name of its own; there are at least 25', () => {
    expect(new Set(FAILPOINTS).size).toBe(FAILPOINTS.length);
    expect(FAILPOINTS.length).toBeGreaterThanOrEqual(25);
    expect(FAILPOINTS.every((name) => /^[a-z-]+\.[a-z-]+$/.test(name))).toBe(true);
  });
});
