import { commandLine } from '@parley/service-kit';
import { checksOf } from './checks.ts';
import { makePrograms } from './programs.ts';

commandLine({
  call: 'npm run deploy:check --',
  about: `Judges the files in deploy/ with the code of Docker, Compose, Helm and Kubernetes themselves, none of which need run.
Needs Go, and a build (npm run build). It takes some seconds; the first time some minutes, to make the programs.`,
  options: {},
});

const began = performance.now();
const checks = checksOf(makePrograms());
let failed = 0;
for (const { name, run } of checks) {
  const fault = run();
  if (fault !== '') failed += 1;
  console.log(fault === '' ? `✓ ${name}` : `✗ ${name}\n${fault.replace(/^/gm, '    ')}`);
}
console.log(
  `Tests: ${failed > 0 ? `${failed} failed, ` : ''}${checks.length - failed} passed, ${checks.length} total\nTime:  ${((performance.now() - began) / 1_000).toFixed(1)} s`,
);
process.exitCode = failed > 0 ? 1 : 0;
