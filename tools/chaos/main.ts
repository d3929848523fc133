import { FAILPOINTS } from '@parley/service-kit';
import { planKills, reachable } from './kill-plan.ts';
import { runChaos } from './run.ts';

/** `npm run chaos -- --kills N [--failpoints all|half|none] [--only <failpoint>] [--json] [--keep]`; the last line is the verdict. */
function option(name: string): string | undefined {
  const index = process.argv.indexOf(`--${name}`);
  return index < 0 ? undefined : process.argv[index + 1];
}

const share = option('failpoints') ?? 'half';
if (share !== 'all' && share !== 'half' && share !== 'none') {
  console.error(`--failpoints takes all, half or none, not “${share}”.`);
  process.exit(2);
}
const only = option('only');
const failpoints = reachable(FAILPOINTS).filter((name) => only === undefined || name === only);
const day = Math.floor(Date.now() / 86_400_000);
const kills = planKills({ kills: Number(option('kills') ?? 5), failpoints, share, day });
const verdict = await runChaos(kills, failpoints.length, process.argv.includes('--keep'), (line) =>
  console.error(line),
);

const {
  acknowledged: _acknowledged,
  failpointsHit,
  failpointsTotal: _total,
  inFlightAtKill,
  recoveryMsP99: _recovery,
  kills: _kills,
  ...faults
} = verdict;
const directed = kills.filter((kill) => kill.kind === 'failpoint').length;
const clean =
  Object.values(faults).every((count) => count === 0) &&
  failpointsHit === directed &&
  (kills.length === 0 || inFlightAtKill >= 50);
console.log(`Tests: ${clean ? 0 : 1} failed, ${clean ? 1 : 0} passed, 1 total`);
console.log(JSON.stringify(verdict));
process.exit(clean ? 0 : 1);
