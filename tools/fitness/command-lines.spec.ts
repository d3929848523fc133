import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './sources.ts';

interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
  readonly complaint: string;
}

/** Runs a tool as its script does, without the build before it; a tool that goes on is stopped after a while. */
async function run(program: string, ...words: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, program), ...words], { timeout: 20_000 });
  let [output, complaint] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, output, complaint };
}

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
/** Every script that ends with a program of ours: what is said after `--` goes to that one. */
const tools = Object.entries(scripts).flatMap(([script, line]) => {
  const program = /(?:tsx|node) (tools\/\S+\.(?:ts|mjs))$/.exec(line)?.[1];
  return program === undefined ? [] : [[script, program] as const];
});

describe('a tool', () => {
  it('is what each of these scripts runs', () => {
    expect(tools.map(([script]) => script)).toEqual(
      expect.arrayContaining(['ablate', 'bench', 'build', 'chaos', 'rows']),
    );
  });

  it.each(tools)(
    'tells what `npm run %s` does, how long it takes, and its options, and does nothing else',
    async (script, program) => {
      const { exitCode, output, complaint } = await run(program, '--help');
      expect([exitCode, complaint]).toEqual([0, '']);
      expect(output).toMatch(
        new RegExp(`^npm run (-s )?${script} -- .*\\n\\n[A-Z].*\\b(second|minute|times)s?\\b`, 's'),
      );
      expect(output).toMatch(/\n {2}--help +this\n$/);
    },
    60_000,
  );

  it.each(tools)(
    'names what `npm run %s` does not know, and does nothing',
    async (_script, program) => {
      const { exitCode, output, complaint } = await run(program, '--nonsense');
      expect([exitCode, output]).toEqual([2, '']);
      expect(complaint).toMatch(/^Unknown option '--nonsense'\. npm run .* --help says what there is\.\n$/);
    },
    60_000,
  );
});
