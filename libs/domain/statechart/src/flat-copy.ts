/**
 * A JSON value laid out in one list: the parts by reference, and before those of a list or map how many there are. Costs a
 * third of its text to make, takes as much memory, and nobody can change it.
 */
export class FlatCopy {
  /** With room for what most machines have: a list that grows is copied at every growth. */
  private cells: unknown[] = new Array<unknown>(1_024);
  private used = 0;
  private isOdd = false;

  /** Null for what is no plain JSON, surely too large, or nested too deep: it must be looked at more closely. */
  static of(value: unknown, budget: number, maxDepth: number): FlatCopy | null {
    const copy = new FlatCopy();
    if (copy.take(value, budget, maxDepth) < 0 || copy.isOdd) return null;
    copy.cells = copy.cells.slice(0, copy.used);
    return copy;
  }

  /** A new value like the one that was copied. */
  restored(): unknown {
    let at = 0;
    const next = (): unknown => {
      const cell = this.cells[at++];
      if (!(cell instanceof Parts)) return cell;
      if (cell.isList) return Array.from({ length: cell.count }, next);
      const entries = Array.from({ length: cell.count }, () => [next(), next()] as const);
      return Object.fromEntries(entries as readonly (readonly [string, unknown])[]);
    };
    return next();
  }

  /** What is left of a budget of bytes, every character taken for the longest escape; less than 0: too large or too deep. */
  private take(value: unknown, budget: number, depth: number): number {
    if (typeof value !== 'object' || value === null) {
      this.cells[this.used++] = value;
      if (typeof value === 'string') return budget - 6 * value.length - 2;
      this.isOdd ||= !(
        value === null ||
        typeof value === 'boolean' ||
        (typeof value === 'number' && value - value === 0)
      );
      return budget - 25;
    }
    if (depth === 0) return -1;
    return Array.isArray(value) ? this.takeList(value, budget - 2, depth) : this.takeMap(value, budget - 2, depth);
  }

  private takeList(list: readonly unknown[], budget: number, depth: number): number {
    this.cells[this.used++] = LISTS[list.length] ?? new Parts(true, list.length);
    let left = budget;
    for (let index = 0; index < list.length && left >= 0; index++) left = this.take(list[index], left - 1, depth - 1);
    return left;
  }

  private takeMap(map: object, budget: number, depth: number): number {
    const prototype: unknown = Object.getPrototypeOf(map);
    if (prototype !== Object.prototype && prototype !== null) this.isOdd = true;
    const place = this.used++;
    let count = 0;
    let left = budget;
    for (const name in map) {
      const value = (map as Readonly<Record<string, unknown>>)[name];
      // As in JSON, what is undefined is not there.
      if (value === undefined) continue;
      count++;
      this.cells[this.used++] = name;
      left = this.take(value, left - 6 * name.length - 4, depth - 1);
      if (left < 0) return left;
    }
    this.cells[place] = MAPS[count] ?? new Parts(false, count);
    return left;
  }
}

/** How many parts follow. */
class Parts {
  readonly isList: boolean;
  readonly count: number;

  constructor(isList: boolean, count: number) {
    this.isList = isList;
    this.count = count;
  }
}

const SHARED = 16;
const LISTS = Array.from({ length: SHARED }, (_, count) => new Parts(true, count));
const MAPS = Array.from({ length: SHARED }, (_, count) => new Parts(false, count));
