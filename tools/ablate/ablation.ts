/** A patch that takes one mechanism out, and the assertion that has to notice. */
export interface Ablation {
  /** Rule of the durable path, e.g. `rule 2`. */
  readonly rule: string;
  /** What is taken out, in a few words. */
  readonly without: string;
  readonly edits: readonly Edit[];
  /** The spec file that is run, from the root. */
  readonly spec: string;
  /** Full or partial name of the tests that have to fail; every other test of the file stays green. */
  readonly fails: readonly string[];
  /** Tests that may fail as well: they notice only when processes meet in a certain way, or stand on what was taken out. */
  readonly mayFail?: readonly string[];
  /** cost: what only saves work; nothing fails without it. */
  readonly kind?: 'safety' | 'cost';
}

export interface Edit {
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

/** Applies an edit to a text; a patch that does not fit any more is a fault of the manifest. */
export function applyEdit(text: string, edit: Edit): string {
  const places = text.split(edit.find).length - 1;
  if (places !== 1)
    throw new Error(
      `the patch of ${edit.file} fits ${places} places instead of one: ${JSON.stringify(edit.find.slice(0, 80))}`,
    );
  return text.replace(edit.find, () => edit.replace);
}

export interface TestResult {
  readonly name: string;
  readonly status: string;
}

/** What is wrong with a run of the patched copy; null = the mechanism was missed, and by the assertion named alone. */
export function verdict(ablation: Ablation, results: readonly TestResult[]): string | null {
  const expected = [...ablation.fails, ...(ablation.mayFail ?? [])];
  const named = (result: TestResult) => expected.some((name) => result.name.includes(name));
  const failed = results.filter((result) => result.status === 'failed');
  const others = failed.filter((result) => !named(result));
  if (results.length === 0) return 'no test ran';
  if (ablation.kind === 'cost')
    return others.length === 0 ? null : `it only saves work, yet these failed: ${names(others)}`;
  const silent = ablation.fails.filter((name) => !failed.some((result) => result.name.includes(name)));
  if (silent.length > 0) return `nothing noticed: ${silent.join(' · ')} passed or did not run`;
  return others.length === 0 ? null : `tests failed that have nothing to do with it: ${names(others)}`;
}

function names(results: readonly TestResult[]): string {
  return results.map((result) => result.name).join(' · ');
}
