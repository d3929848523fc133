import { COUNTS_KEPT_MS, Counters, minuteOf, type CounterRef, type MinuteCount } from './counters.ts';

/** By counter, then by minute. */
export type CountersStore = Map<string, Map<number, number>>;

/** Counts in the memory of one process: the twin, and the right adapter where one process is all there is. */
export class MemoryCounters extends Counters {
  private readonly store: CountersStore;

  constructor(store: CountersStore = new Map()) {
    super();
    this.store = store;
  }

  override add(counter: CounterRef, by: number, at: number): void {
    const [name, start] = [nameOf(counter), minuteOf(at)];
    const minutes = this.store.get(name) ?? new Map<number, number>();
    this.store.set(name, minutes);
    if (!minutes.has(start)) forgetBefore(minutes, start - COUNTS_KEPT_MS);
    minutes.set(start, (minutes.get(start) ?? 0) + by);
  }

  override read(counter: CounterRef, from: number, until: number): Promise<readonly MinuteCount[] | null> {
    const minutes = [...(this.store.get(nameOf(counter)) ?? [])].map(([start, count]) => ({ start, count }));
    const asked = minutes.filter(({ start }) => start >= from && start < until);
    return Promise.resolve(asked.sort((one, other) => one.start - other.start));
  }
}

/** Minutes stand in about the order of time. */
function forgetBefore(minutes: Map<number, number>, before: number): void {
  for (const start of minutes.keys()) {
    if (start >= before) return;
    minutes.delete(start);
  }
}

const nameOf = ({ tenant, name }: CounterRef): string => JSON.stringify([tenant, name]);
