/** CPU time of this process so far, µs: compilation and garbage collection in other threads included. */
function cpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

export interface Lane {
  /** Does the work `times` over. */
  readonly run: (times: number) => void;
  /** Pieces of work in one of those. */
  readonly pieces: number;
}

/**
 * CPU µs per piece of work, lane by lane: warmed up, then in alternating runs of about `runMs` each, the median of all.
 * Each round begins with another lane, so that none always comes after the same one and pays for its garbage.
 * Nothing but this process's own CPU time counts, so that a busy neighbour changes little.
 */
export function race<K extends string>(
  lanes: Readonly<Record<K, Lane>>,
  { rounds = 15, runMs = 60, warmMs = 600 } = {},
): Record<K, number> {
  const names = Object.keys(lanes) as K[];
  const times = {} as Record<K, number>;
  const samples = {} as Record<K, number[]>;
  for (const name of names) {
    let spent = 0;
    let done = 0;
    while (spent < warmMs * 1_000) {
      spent += timeOf(lanes[name], 20);
      done += 20;
    }
    const lately = timeOf(lanes[name], Math.ceil(done / 4)) / Math.ceil(done / 4);
    times[name] = Math.max(1, Math.round((runMs * 1_000) / lately));
    samples[name] = [];
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const name of rotated(names, round)) {
      // Not timed: the collector is still at work on what the lane before left behind.
      lanes[name].run(Math.ceil(times[name] / 2));
      samples[name].push(timeOf(lanes[name], times[name]) / times[name] / lanes[name].pieces);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(samples[name])])) as Record<K, number>;
}

function rotated<T>(items: readonly T[], by: number): readonly T[] {
  const first = by % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}

function timeOf(lane: Lane, times: number): number {
  const before = cpuUs();
  lane.run(times);
  return cpuUs() - before;
}

export function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}
