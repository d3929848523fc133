/** A repeatable source of choices (Tommy Ettinger's mulberry32, public domain, written anew): same seed, same choices. */
export class Chance {
  private state: number;

  constructor(seed: number, stream = 0) {
    this.state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0;
  }

  /** 0 ≤ result < limit */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** True in `percent` of the cases. */
  in(percent: number): boolean {
    return this.below(100) < percent;
  }

  of<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('Nothing to choose from.');
    return item;
  }

  /** `most` different items at most, at least one, in their own order. */
  some<T>(items: readonly T[], most: number): readonly T[] {
    const chosen = new Set<T>();
    for (let count = 1 + this.below(most); count > 0; count--) chosen.add(this.of(items));
    return items.filter((item) => chosen.has(item));
  }

  private next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}
