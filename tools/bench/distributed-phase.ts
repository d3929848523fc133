import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs, machineMs, treeCpuMs } from './cpu-time.ts';
import type { DistributedStage } from './distributed-stage.ts';
import { monotonicMs } from './monotonic.ts';
import { checkReplies } from './slack-check.ts';
import { readyLoad, until, type PhaseOptions } from './slack-phase.ts';

type Figures = Readonly<Record<string, number>>;

/** CPU µs a message are by service and by engine, and `stolen` is what the machine's host gave to others. */
export interface DistributedPhase {
  /** Acknowledged. */
  readonly messages: number;
  readonly figures: Figures;
  readonly us: Figures;
}

/** Says something for a while; ends when every reply is received, and that is the time that counts. */
export async function distributedPhase(
  stage: DistributedStage,
  options: PhaseOptions,
  say: (line: string) => void,
): Promise<DistributedPhase> {
  const load = readyLoad(stage, options);
  const before = usage(stage);
  const began = monotonicMs();
  await load.run();
  await until(() => load.owed <= 0);
  const elapsed = (monotonicMs() - began) / 1000;
  const after = usage(stage);
  const { faults, delivered } = checkReplies(stage.crowd, await stage.far.tell());
  const messages = load.acknowledged;
  const us = Object.fromEntries(
    Object.entries(after).map(([name, ms]) => [name, Math.round(((ms - (before[name] ?? 0)) * 1000) / messages)]),
  );
  const figures = {
    messagesPerSecond: Math.round(messages / elapsed),
    refused: load.refused,
    ackP50Ms: load.ack.percentile(0.5),
    ackP99Ms: load.ack.percentile(0.99),
    deliveredP50Ms: delivered.percentile(0.5),
    deliveredP99Ms: delivered.percentile(0.99),
    ...faults,
  };
  say(JSON.stringify({ messages, ...figures, us }));
  return { messages, figures, us };
}

/** CPU ms a second by process while nobody says anything: what heartbeats and looks for forgotten work take, however little is said. */
export async function atRest(stage: DistributedStage, seconds: number): Promise<Figures> {
  const before = usage(stage);
  await sleep(seconds * 1000);
  return Object.fromEntries(
    Object.entries(usage(stage)).map(([name, ms]) => [name, (ms - (before[name] ?? 0)) / seconds]),
  );
}

/** CPU so far, ms, by service (all its instances) and by engine. */
function usage({ house, engines, far }: DistributedStage): Figures {
  const { user, system } = process.cpuUsage();
  const services: Record<string, number> = {};
  for (const { service, pid } of house.services) services[service] = (services[service] ?? 0) + cpuMs(pid);
  return {
    ...services,
    ...Object.fromEntries([...engines.running].map(([kind, { pid }]) => [kind, treeCpuMs(pid)])),
    ...{ generator: (user + system) / 1000, slack: far.cpu(), stolen: machineMs().stolen },
  };
}
