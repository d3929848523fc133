import { planKills } from './kill-plan.ts';

const failpoints = ['a', 'b', 'c'];

describe('the plan of kills', () => {
  it('covers every failpoint in two days of halves', () => {
    const named = [0, 1]
      .flatMap((day) => planKills({ kills: 0, failpoints, share: 'half', day }))
      .flatMap((kill) => (kill.kind === 'failpoint' ? [kill.name] : []));
    expect(named.sort()).toEqual(failpoints);
  });

  it('kills as often as asked besides, the database every fifth time', () => {
    const kinds = planKills({ kills: 10, failpoints, share: 'none', day: 0 }).map((kill) => kill.kind);
    expect(kinds.filter((kind) => kind === 'random')).toHaveLength(8);
    expect(kinds.filter((kind) => kind === 'database')).toHaveLength(2);
  });
});
