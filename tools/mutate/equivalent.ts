interface Place {
  readonly file: string;
  readonly before: string;
  readonly replacement: string;
}

/** Mutants that no test can notice, and why. `before` and `replacement` are the texts; `*` = any. */
const EQUIVALENT: readonly (Place & { readonly why: string })[] = [
  {
    file: 'libs/domain/statechart/src/machine.ts',
    before: "`The machine '${this.id}' is not linked yet.`",
    replacement: '*',
    why: 'every program is linked before anybody gets hold of it: the guard is for whoever changes that',
  },
  {
    file: 'libs/domain/statechart/src/blank-snapshot.ts',
    before: "'active'",
    replacement: '*',
    why: 'the first run is over before anybody sees it, and says itself what came of it',
  },
  {
    file: 'libs/domain/statechart/src/entry-plan.ts',
    before: 'node.parent === null',
    replacement: 'false',
    why: 'a domain is around its targets: the guard is for the types',
  },
  {
    file: 'libs/domain/statechart/src/execute.ts',
    before: 'run.event?.data',
    replacement: 'run.event.data',
    why: 'values are adopted from an event alone, so there is one',
  },
  {
    file: 'libs/domain/statechart/src/check-waiting.ts',
    before: "typeof id === 'string'",
    replacement: 'true',
    why: 'a map of texts has nothing under what is no text',
  },
  {
    file: 'libs/domain/expression/src/known-set.ts',
    before: 'path === undefined',
    replacement: 'false',
    why: 'what has no path is then proven under the name undefined, which no path has',
  },
  {
    file: 'libs/domain/expression/src/known-set.ts',
    before: "node.kind === 'literal'",
    replacement: 'true',
    why: 'nothing but a literal has a value of its own',
  },
  {
    file: 'libs/domain/expression/src/known-set.ts',
    before: '[]',
    replacement: '["Stryker was here"]',
    why: 'no path has this name',
  },
  {
    file: 'libs/domain/expression/src/type-checker.ts',
    before: 'path === undefined',
    replacement: 'false',
    why: 'what has no path is then proven under the name undefined, which no path has',
  },
  {
    file: 'libs/domain/expression/src/compile-node.ts',
    before: 'apply === undefined',
    replacement: 'false',
    why: 'every function that the parser knows has a meaning: the guard is for whoever adds one',
  },
  {
    file: 'libs/domain/expression/src/parser.ts',
    before: "token.kind === 'mark'",
    replacement: 'true',
    why: 'numbers, texts and words were handled before, and the end has no text',
  },
];

/** Why a mutant changes nothing that can be seen; null: not known to be so. */
export function reasonFor({ file, before, replacement }: Place): string | null {
  const known = EQUIVALENT.find(
    (one) => one.file === file && one.before === before && (one.replacement === '*' || one.replacement === replacement),
  );
  return known?.why ?? null;
}
