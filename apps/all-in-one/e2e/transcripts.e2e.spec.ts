import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Transcript } from '@parley/flow';
import { Performance } from './transcripts/performance.ts';
import { Simulation } from './transcripts/simulation.ts';

const examples = join(import.meta.dirname, '../../docs/examples');
const flows = ['bank-transfer', 'clinic-appointment'] as const;
const scripts: readonly Transcript[] = flows
  .flatMap((flow) =>
    readdirSync(join(examples, `${flow}.scripts`)).map((file) => join(examples, `${flow}.scripts`, file)),
  )
  .map((file) => JSON.parse(readFileSync(file, 'utf8')) as Transcript);

/** Scripts whose operations last: nobody is restarted while a call is on the wire, so they are performed by themselves. */
const isSlow = ({ operations = [] }: Transcript): boolean =>
  operations.flat().some((attempt) => attempt === 'timeout' || attempt.takes !== undefined);
const quick = scripts.filter((script) => !isSlow(script) && script.virtualClockOnly !== true);
const slow = scripts.filter(isSlow);
/** The second message is sent before the first is answered. */
const hasty = scripts.filter(({ virtualClockOnly }) => virtualClockOnly === true);

describe.each([
  { how: 'over HTTP', restarts: false },
  { how: 'over HTTP, with a restart after every message', restarts: true },
])('the scripts of the examples, $how [E032] [E035] [E043] [E047] [E055]', ({ restarts }) => {
  let simulation: Simulation;
  const connections = new Map<string, string>();
  const performed = new Map<string, Performance>();
  let restarted = 0;

  beforeAll(async () => {
    simulation = await Simulation.begin();
    for (const flow of flows) {
      await simulation.api.publish(flow, readFileSync(join(examples, `${flow}.flow.json`), 'utf8'));
      connections.set(`${flow}.flow.json`, await simulation.api.connect(flow, ['*']));
    }
    for (const cast of [quick, slow]) await perform(cast);
    for (const script of hasty) await performHastily(script);
  }, 120_000);

  afterAll(() => simulation.end(), 30_000);

  async function arrive(cast: readonly Transcript[]): Promise<readonly Performance[]> {
    const begins = simulation.clock.now;
    const performances = cast.map(
      (script) => new Performance(simulation, script, connections.get(script.flow) ?? '', begins),
    );
    for (const each of performances) performed.set(each.title, each);
    await Promise.all(performances.map((each) => each.arrive()));
    return performances;
  }

  /** Its first message lies in the log while the second one is sent. */
  async function performHastily(script: Transcript): Promise<void> {
    const [hastily] = await arrive([script]);
    if (hastily === undefined) return;
    await simulation.advance(hastily.next);
    const letGo = await simulation.holdUp();
    const answeredAt = hastily.next + hastily.heldUpMs;
    await hastily.perform();
    simulation.clock.moveTo(hastily.at(1));
    await hastily.perform(1);
    simulation.clock.moveTo(answeredAt);
    await letGo();
    await simulation.settle();
    for (let step = 0; step < 2; step += 1) await hastily.look();
    await proceed([hastily]);
  }

  /** All of them at once, each step at its time. */
  async function perform(cast: readonly Transcript[]): Promise<void> {
    await proceed(await arrive(cast));
  }

  async function proceed(performances: readonly Performance[]): Promise<void> {
    for (;;) {
      const time = Math.min(...performances.map(({ next }) => next));
      if (time === Infinity) return;
      await simulation.advance(time);
      const acting = performances.filter(({ next }) => next === time);
      await Promise.all(acting.map((each) => each.perform()));
      await simulation.settle();
      await Promise.all(acting.map((each) => each.look()));
      if (!restarts || simulation.clock.asleep > 0) continue;
      await simulation.restart();
      restarted += 1;
      for (const each of performances) each.resume();
    }
  }

  it.each([...quick, ...slow, ...hasty].map(({ title }) => title))('%s', (title) => {
    expect(performed.get(title)?.differences).toEqual([]);
  });

  it(`was ${restarts ? '' : 'not '}restarted on the way`, () => {
    expect(restarted > 20).toBe(restarts);
  });
});
