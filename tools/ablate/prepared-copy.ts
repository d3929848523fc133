import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root, sources } from '../fitness/sources.ts';
import { applyEdit, type Edit, type TestResult } from './ablation.ts';
import { TypeCheck } from './type-check.ts';

const projects = ['tsconfig.domain.json', 'tsconfig.json'];

/** A copy of the tree whose own packages resolve inside it, so that a patch there touches nobody else. */
export class PreparedCopy {
  readonly folder = mkdtempSync(join(realpathSync(tmpdir()), 'parley-ablate-'));
  private readonly checks: readonly TypeCheck[];

  /** @param patched files that will be patched, from the root */
  constructor(patched: readonly string[]) {
    for (const { path } of sources()) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      cpSync(join(root, path), join(this.folder, path));
    }
    this.linkPackages();
    const files = new Set(patched.map((file) => join(this.folder, file)));
    this.checks = projects.map((project) => new TypeCheck(this.folder, project, (file) => files.has(file)));
  }

  private linkPackages(): void {
    const installed = join(root, 'node_modules');
    const own = join(installed, '@parley');
    mkdirSync(join(this.folder, 'node_modules/@parley'), { recursive: true });
    for (const name of readdirSync(installed)) {
      if (name !== '@parley') symlinkSync(join(installed, name), join(this.folder, 'node_modules', name));
    }
    for (const name of readdirSync(own)) {
      const project = realpathSync(join(own, name)).slice(realpathSync(root).length + 1);
      symlinkSync(join(this.folder, project), join(this.folder, 'node_modules/@parley', name));
    }
  }

  /** Applies the edits; answers the undoing. */
  patch(edits: readonly Edit[]): () => void {
    const before = new Map<string, string>();
    const undo = (): void => before.forEach((text, file) => writeFileSync(file, text));
    try {
      for (const edit of edits) {
        const file = join(this.folder, edit.file);
        const text = readFileSync(file, 'utf8');
        if (!before.has(file)) before.set(file, text);
        writeFileSync(file, applyEdit(text, edit));
      }
    } catch (fault) {
      undo();
      throw fault;
    }
    return undo;
  }

  /** What the compiler complains of in the copy as it is now. */
  typeFaults(): readonly string[] {
    return this.checks.flatMap((check) => check.faults());
  }

  /** Runs spec files, in a process of its own; answers what became of every test, by spec file. */
  async test(
    specs: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<ReadonlyMap<string, TestResult[]>> {
    const output = join(this.folder, 'results.json');
    rmSync(output, { force: true });
    await runJest(this.folder, [`--outputFile=${output}`, '--runTestsByPath', ...specs], env);
    const results = readResults(output);
    return new Map(specs.map((spec) => [spec, results.get(join(this.folder, spec)) ?? []]));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function runJest(folder: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--json', '--silent', '--forceExit'];
  const run = spawn(process.execPath, [...jest, `--cacheDirectory=${join(folder, '.jest')}`, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: 'ignore',
    timeout: 240_000,
  });
  return new Promise((resolve, reject) => run.on('error', reject).on('exit', () => resolve()));
}

interface JestOutput {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** By spec file. Nothing readable = no test ran. */
function readResults(file: string): ReadonlyMap<string, TestResult[]> {
  try {
    const output = JSON.parse(readFileSync(file, 'utf8')) as JestOutput;
    return new Map(
      output.testResults.map(({ name, assertionResults }) => [
        name,
        assertionResults.map((one) => ({ name: one.fullName, status: one.status })),
      ]),
    );
  } catch {
    return new Map();
  }
}
