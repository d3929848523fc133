import { nameOf, planFaults, type Fault } from './fault-plan.ts';

const instances = 2;
const kinds = 25;

function first(count: number, seed = 7): (readonly Fault[])[] {
  const plan = planFaults(seed, instances);
  return Array.from({ length: count }, () => plan.next().value);
}

describe('the plan of faults', () => {
  it('begins with each kind alone', () => {
    const alone = first(kinds);
    expect(alone.every((round) => round.length === 1)).toBe(true);
    const names = new Set(alone.flat().map(nameOf));
    for (const service of ['gateway', 'chat', 'state-engine', 'model-orchestrator', 'adaptors', 'security'])
      expect(names).toContain(`kill-service ${service}`);
    for (const engine of ['kafka', 'redis', 'mongodb', 'postgres'])
      for (const kind of ['kill-engine', 'slow', 'cut']) expect(names).toContain(`${kind} ${engine}`);
    expect(names).toContain('pause state-engine');
    expect(names).toContain('pause chat');
    expect(
      alone
        .flat()
        .flatMap((fault) => (fault.kind === 'clock' ? [fault.hours] : []))
        .sort(),
    ).toEqual([-1, -1, 1, 1]);
    expect(names).toContain('redeliver kafka');
  });

  it('then hurts two different things at once', () => {
    for (const round of first(kinds + 200).slice(kinds)) {
      const victims = round.map((fault) => ('service' in fault ? fault.service : fault.engine));
      expect(new Set(victims).size).toBe(2);
    }
  });

  it('lets a pause last longer than leases and memberships', () => {
    const pauses = first(300)
      .flat()
      .filter((fault) => fault.kind === 'pause');
    expect(Math.min(...pauses.map(({ forMs }) => forMs))).toBeGreaterThanOrEqual(12_000);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(first(40)).toEqual(first(40));
    expect(first(40, 8)).not.toEqual(first(40));
  });
});
