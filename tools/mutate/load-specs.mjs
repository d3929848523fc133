import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Too long for each of thousands of mutants: random machines, hostile texts, other people's libraries beside ours. */
const LEFT_OUT = /\/(properties|hostile)\/|hostile\.spec|oracle\.spec|core-schema\.spec/;

/** Declares the tests of a folder's specs. Golden records first, since they notice most; the slowest last. */
export function loadSpecs(folder) {
  const specs = specsIn(folder).filter((file) => !LEFT_OUT.test(file));
  for (const file of specs.sort((one, other) => rank(one) - rank(other))) require(file);
}

function rank(file) {
  if (file.includes('/golden/')) return 0;
  return file.endsWith('/measure.spec.ts') ? 2 : 1;
}

function specsIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return specsIn(path);
    return path.endsWith('.spec.ts') ? [path] : [];
  });
}
