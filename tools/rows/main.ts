import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '@parley/service-kit';
import { root, sources } from '../fitness/sources.ts';
import { readRows, SYSTEMS } from './rows.ts';

const { options } = commandLine({
  call: 'npm run rows --',
  about:
    'Prints, system by system, how many of the promised capabilities are proven by a test that cites them, and which are not. It takes a second.',
  options: { proofs: { kind: 'flag', about: 'with the titles of the tests that prove them' } },
});
const rows = readRows(
  readFileSync(join(root, 'apps/docs/requirements.tsv'), 'utf8'),
  sources('apps/**/*.spec.ts', 'libs/**/*.spec.ts', 'libs/**/*.suite.ts'),
);

for (const [letter, system] of Object.entries(SYSTEMS)) {
  const own = rows.filter((row) => row.id.startsWith(letter));
  const proven = own.filter((row) => row.provenBy.length > 0);
  console.log(`\n${letter}  ${system}: ${proven.length} of ${own.length} proven`);
  if (options.proofs)
    for (const row of proven)
      console.log(`   ${row.id}  ${row.capability}\n         ${row.provenBy.join('\n         ')}`);
  else if (proven.length > 0) console.log(`   proven: ${proven.map((row) => row.id).join(' ')}`);
  console.log(
    `   not yet: ${
      own
        .filter((row) => row.provenBy.length === 0)
        .map((row) => row.id)
        .join(' ') || 'none'
    }`,
  );
}
