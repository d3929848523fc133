import { randomInt } from 'node:crypto';
import { commandLine, FAILPOINTS } from '@parley/service-kit';
import { isClean, runDistributedChaos } from './distributed-run.ts';
import { planKills, reachable } from './kill-plan.ts';
import { isSound, runRolling } from './rolling/rolling-run.ts';
import { runChaos } from './run.ts';

const { options } = commandLine({
  call: 'npm run chaos --',
  about:
    'Kills a running Parley again and again under many conversations, restarts it, and compares what the clients were promised with what was recorded. The last line is the verdict as JSON; exit code 1 unless all of it is 0. About 6 seconds for each kill, and a minute besides. With --distributed it hurts the separate services, two of each, and their engines instead, for so many minutes, and some besides. With --rolling it kills nothing: it restarts every instance of every service, one after the other as in an upgrade, while people have a web chat open; about 10 seconds for each instance, and for each 100 people, on a machine with nothing else to do less than half of that.',
  options: {
    kills: { kind: 'whole', default: 5, about: 'kills at random moments, every fifth of them of the database' },
    failpoints: {
      kind: 'choice',
      of: ['all', 'half', 'none'],
      default: 'half',
      about: 'besides, one kill at each of these failpoints; half: every other, alternating by day',
    },
    only: { kind: 'text', value: 'FAILPOINT', about: 'of the failpoints only this one' },
    distributed: {
      kind: 'flag',
      about: 'the separate services on Kafka, Redis, MongoDB’s wire and PostgreSQL; takes no kills or failpoints',
    },
    minutes: { kind: 'whole', default: 3, about: 'of one fault after the other; with --distributed' },
    seed: {
      kind: 'whole',
      default: 0,
      about:
        'the plan of the faults, or who speaks when, to have the same again; 0: any; with --distributed or --rolling',
    },
    rolling: {
      kind: 'flag',
      about: 'restarts the separate services, two of each, under open web chats; takes no kills, failpoints or minutes',
    },
    sockets: { kind: 'whole', default: 1000, about: 'people with a web chat open; with --rolling' },
    rate: { kind: 'whole', default: 10, about: 'messages a second that they say, all together; with --rolling' },
    instances: { kind: 'whole', default: 2, about: 'of each service so many of its two are restarted; with --rolling' },
    'engines-up': {
      kind: 'flag',
      about: 'on the engines that `npm run engines -- up` started, not on some of its own; with --rolling',
    },
    keep: { kind: 'flag', about: 'leaves the data folder and the log where they are, and says where' },
    json: { kind: 'flag', about: 'changes nothing: the last line is JSON in any case' },
  },
});
const say = (line: string): void => console.error(line);
if (options.distributed) {
  const { minutes, keep } = options;
  const verdict = await runDistributedChaos({ minutes, seed: seed(), keep, say });
  conclude(isClean(verdict), verdict);
}
if (options.rolling) {
  const { sockets, rate: messagesPerSecond, instances, 'engines-up': areEnginesUp, keep } = options;
  const verdict = await runRolling({ sockets, messagesPerSecond, instances, seed: seed(), areEnginesUp, keep, say });
  conclude(isSound(verdict), verdict);
}

const failpoints = reachable(FAILPOINTS).filter((name) => options.only === undefined || name === options.only);
if (failpoints.length === 0) {
  console.error(`--only takes one of ${reachable(FAILPOINTS).join(', ')}, not “${options.only}”.`);
  process.exit(2);
}
const day = Math.floor(Date.now() / 86_400_000);
const kills = planKills({ kills: options.kills, failpoints, share: options.failpoints, day });
const verdict = await runChaos(kills, failpoints.length, options.keep, say);

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
conclude(clean, verdict);

function seed(): number {
  const chosen = options.seed || randomInt(1, 1_000_000);
  say(`seed ${chosen}`);
  return chosen;
}

function conclude(clean: boolean, verdict: object): never {
  console.log(`Tests: ${clean ? 0 : 1} failed, ${clean ? 1 : 0} passed, 1 total`);
  console.log(JSON.stringify(verdict));
  process.exit(clean ? 0 : 1);
}
