import { verdict, type Ablation } from './ablation.ts';
import { manifest } from './manifest.ts';
import { PreparedCopy } from './prepared-copy.ts';

/** `npm run ablate [-- --only <words>]`: takes every mechanism out, one by one, and looks whether a test notices. */
const only = process.argv[process.argv.indexOf('--only') + 1] ?? '';
const chosen = process.argv.includes('--only')
  ? manifest.filter((one) => `${one.rule} ${one.without}`.includes(only))
  : manifest;

const copy = new PreparedCopy();
process.on('exit', () => copy.remove());
process.on('SIGINT', () => process.exit(130));

function fault(ablation: Ablation): string | null {
  try {
    const undo = copy.patch(ablation.edits);
    const types = copy.typeFaults();
    const found =
      types === ''
        ? verdict(ablation, copy.test(ablation.spec, {}))
        : `the patched copy does not type-check:\n${types}`;
    undo();
    return found;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const unpatched = copy.typeFaults();
if (unpatched !== '') {
  console.error(`the copy does not type-check before any patch:\n${unpatched}`);
  process.exit(1);
}

let passed = 0;
let failed = 0;
for (const [index, ablation] of chosen.entries()) {
  const began = performance.now();
  const found = fault(ablation);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (found === null) passed += 1;
  else failed += 1;
  const outcome = found === null ? (ablation.kind === 'cost' ? 'cost only' : 'noticed') : `NOT PROVEN: ${found}`;
  console.log(
    `${index + 1}/${chosen.length}  ${ablation.rule}: without ${ablation.without} … ${outcome} (${seconds} s)`,
  );
}
console.log(`\nTests: ${failed} failed, ${passed} passed, ${passed + failed} total`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
