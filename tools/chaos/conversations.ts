import { HttpClient } from '@parley/testing';
import { Tally } from './actor.ts';
import { gather } from './gather.ts';
import type { HouseUnderFire } from './house-under-fire.ts';
import { judge, type Verdict } from './judge.ts';
import { connectSlack, makeWorlds, Population } from './population.ts';
import type { Surroundings } from './surroundings.ts';
import type { World } from './actor.ts';

export interface Judged extends Verdict {
  readonly replayMismatches: number;
  /** Conversations that were refused something, or waited in vain. */
  readonly gaveUp: number;
}

/** Many conversations with a house that runs, and what becomes of them. */
export class Conversations {
  private constructor(
    readonly tally: Tally,
    private readonly house: HouseUnderFire,
    private readonly surroundings: Surroundings,
    private readonly http: HttpClient,
    private readonly worlds: readonly World[],
    private readonly population: Population,
  ) {}

  /** Keeps `count` of them going. */
  static async begin(house: HouseUnderFire, surroundings: Surroundings, count: number): Promise<Conversations> {
    const { slack } = surroundings;
    // Each conversation holds a long poll open, and up to three sends.
    const http = new HttpClient(house.origin, 4 * count);
    const tally = new Tally();
    const worlds = await makeWorlds(http, house.platformKey(), tally);
    const [inSlack] = worlds;
    if (inSlack !== undefined) await connectSlack(inSlack, slack, house.origin);
    return new Conversations(tally, house, surroundings, http, worlds, new Population(worlds, slack, count));
  }

  /** Lets every one end, then compares what the clients know with what was recorded. */
  async conclude(say: (line: string) => void): Promise<Judged> {
    say('letting every conversation end …');
    const stories = await this.population.finish();
    const evidence = await gather(stories, this.worlds);
    const verdict = judge(evidence, this.surroundings.bank.ledger(), say);
    const replayMismatches = await this.house.verify();
    await this.http.close();
    return { ...verdict, replayMismatches, gaveUp: stories.filter((story) => story.gaveUp !== null).length };
  }
}
