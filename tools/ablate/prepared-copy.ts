import { spawnSync } from 'node:child_process';
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

/** A copy of the tree whose own packages resolve inside it, so that a patch there touches nobody else. */
export class PreparedCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'parley-ablate-'));

  constructor() {
    for (const { path } of sources()) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      cpSync(join(root, path), join(this.folder, path));
    }
    this.linkPackages();
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

  /** What the compiler complains of; empty = it type-checks. */
  typeFaults(): string {
    const faults = ['tsconfig.domain.json', 'tsconfig.json'].map((project) => {
      const info = join(this.folder, `.${project}.buildinfo`);
      const run = spawnSync(
        join(root, 'node_modules/.bin/tsc'),
        ['-p', project, '--incremental', '--tsBuildInfoFile', info],
        { cwd: this.folder, encoding: 'utf8' },
      );
      return run.status === 0 ? '' : run.stdout;
    });
    return faults.join('');
  }

  test(spec: string, env: Readonly<Record<string, string>>): TestResult[] {
    const output = join(this.folder, 'results.json');
    rmSync(output, { force: true });
    spawnSync(
      process.execPath,
      [
        '--experimental-vm-modules',
        'node_modules/jest/bin/jest.js',
        '--json',
        `--outputFile=${output}`,
        '--runTestsByPath',
        spec,
      ],
      {
        cwd: this.folder,
        env: { ...process.env, ...env },
        encoding: 'utf8',
        timeout: 240_000,
      },
    );
    return readResults(output);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

interface JestOutput {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

function readResults(file: string): TestResult[] {
  try {
    const output = JSON.parse(readFileSync(file, 'utf8')) as JestOutput;
    return output.testResults.flatMap((suite) =>
      suite.assertionResults.map((one) => ({ name: one.fullName, status: one.status })),
    );
  } catch {
    return [];
  }
}
