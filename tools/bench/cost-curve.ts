import { content } from '@parley/testing';
import { median } from './backlog-watch.ts';
import { rssMb } from './cpu-time.ts';
import { monotonicMs } from './monotonic.ts';
import type { ServerUnderLoad } from './server-under-load.ts';
import { runPhase } from './slack-phase.ts';
import { CONNECTIONS, withSlackStage } from './slack-stage.ts';

/** Who speaks, however many are stored. */
const SPEAKING = 1_000;
const STORED = { per1e3: 1_000, per1e5: 100_000, per1e6: 1_000_000 } as const;
const REPETITIONS = 3;
const WARM_SECONDS = 8;
/** In which everybody says something. */
const BETWEEN_SECONDS = 3;
/** Copies of everybody in one statement. */
const COPIES_AT_ONCE = 50;
/** Words that the thousand said and nobody else, and one that everybody did. */
const SEARCHES = { search: 'transfer money', searchCommon: 'hello' } as const;
const TIMES_SEARCHED = 21;

type Figures = Readonly<Record<string, number>>;

/**
 * CPU µs a message, of server and database, with 10³, 10⁵ and 10⁶ conversations stored, and how long a search by text
 * takes then, ms. The same thousand speak each time; the others are copies of their rows as they were after the greeting, in every table that has conversations.
 */
export async function costCurve(seconds: number, say: (line: string) => void): Promise<Figures> {
  return withSlackStage({ people: SPEAKING }, say, async (stage) => {
    const { database, server } = stage;
    const pattern = await database.keepPattern();
    const costs: Record<string, number> = {};
    let copies = 1;
    for (const [figure, stored] of Object.entries(STORED)) {
      for (const wanted = stored / pattern; copies < wanted;) {
        const upTo = Math.min(wanted, copies + COPIES_AT_ONCE);
        await database.copyPattern(copies, upTo);
        copies = upTo;
        say(`${copies * pattern} conversations stored …`);
        // Whoever is silent for five minutes is answered differently by this flow.
        await runPhase(stage, { seconds: BETWEEN_SECONDS, lines: CONNECTIONS }, () => undefined);
      }
      await database.comeToRest();
      await runPhase(stage, { seconds: WARM_SECONDS, lines: CONNECTIONS }, say);
      const runs: number[] = [];
      for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
        const { us } = await runPhase(stage, { seconds: seconds / REPETITIONS, lines: CONNECTIONS }, say);
        runs.push(us.server + us.database);
      }
      costs[figure] = median(runs);
      const power = figure.slice(3);
      costs[`rssMb${power}`] = Math.round(rssMb(server.pid));
      for (const [name, text] of Object.entries(SEARCHES)) costs[`${name}Ms${power}`] = await searchMs(server, text);
    }
    if ((await database.storedConversations()) < STORED.per1e6)
      throw new Error('Fewer conversations are stored than said.');
    return { ...costs, curve: round2((costs['per1e6'] ?? Number.NaN) / (costs['per1e3'] ?? Number.NaN)) };
  });
}

/** The newest conversations in which these words were said, as the API tells them, while nobody speaks. */
async function searchMs({ api }: ServerUnderLoad, text: string): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < TIMES_SEARCHED; time += 1) {
    const began = monotonicMs();
    const { conversations } = content<{ conversations: readonly unknown[] }>(
      await api.call('GET', `/v1/conversations?text=${encodeURIComponent(text)}`),
    );
    times.push(monotonicMs() - began);
    if (conversations.length === 0) throw new Error(`Nobody is found by "${text}".`);
  }
  return round2(median(times));
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
