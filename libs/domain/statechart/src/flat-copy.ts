/**
 * A JSON value laid out in one list: the parts by reference, and before those of a list or map how many there are. Made by whoever
 * walks through the value anyway, part by part in its order; takes as much memory as its text, and nobody can change it. Or only the
 * bounds of one, where nobody will ask for the copy.
 */
export class FlatCopy {
  /** With room for what most machines have: a list that grows is copied at every growth. */
  private cells: unknown[] | null;
  private used = 0;
  private isOdd = false;
  /** What is left of the bytes, every character taken for the longest escape. */
  private bytes: number;
  /** Lists and maps that may still be opened inside each other. */
  private levels: number;

  constructor(bytes: number, levels: number, isKept = true) {
    this.cells = isKept ? new Array<unknown>(1_024) : null;
    this.bytes = bytes;
    this.levels = levels;
  }

  /** The copy without the room that is left: nothing is added any more. */
  end(): this {
    if (this.cells !== null) this.cells = this.cells.slice(0, this.used);
    return this;
  }

  /** A new value like the one that was copied. */
  restored(): unknown {
    const cells = this.cells ?? [];
    let at = 0;
    const next = (): unknown => {
      const cell = cells[at++];
      if (!(cell instanceof Parts)) return cell;
      if (cell.isList) return Array.from({ length: cell.count }, next);
      const entries = Array.from({ length: cell.count }, () => [next(), next()] as const);
      return Object.fromEntries(entries as readonly (readonly [string, unknown])[]);
    };
    return next();
  }

  /** A value with all that is in it; false: no plain JSON, surely too large, or nested too deep. It must be looked at more closely. */
  add(value: unknown): boolean {
    if (typeof value === 'string') return this.addText(value);
    if (typeof value !== 'object' || value === null) return this.addLeaf(value);
    return Array.isArray(value) ? this.addList(value) : this.addMap(value);
  }

  addText(text: string): boolean {
    this.put(text);
    this.bytes -= 6 * text.length + 2;
    return this.bytes >= 0;
  }

  /** A list or map begins; answers where, to close it, or less than 0: too large or too deep. */
  open(): number {
    this.bytes -= 2;
    return this.bytes >= 0 && --this.levels >= 0 ? this.used++ : -1;
  }

  /** The name of what is added next; one of a list has none. */
  name(name: string): void {
    this.put(name);
    this.bytes -= 6 * name.length + 4;
  }

  /** The end of the list that was opened at `place`. */
  closeList(place: number, count: number): boolean {
    this.levels++;
    this.bytes -= count;
    if (this.cells !== null) this.cells[place] = LISTS[count] ?? new Parts(true, count);
    return this.bytes >= 0;
  }

  closeMap(place: number, map: object, count: number): boolean {
    this.isOdd ||= !isPlain(map);
    this.levels++;
    if (this.cells !== null) this.cells[place] = MAPS[count] ?? new Parts(false, count);
    return !this.isOdd;
  }

  private put(cell: unknown): void {
    if (this.cells !== null) this.cells[this.used++] = cell;
  }

  private addLeaf(value: unknown): boolean {
    this.isOdd ||= !(
      value === null ||
      typeof value === 'boolean' ||
      (typeof value === 'number' && value - value === 0)
    );
    this.put(value);
    this.bytes -= 25;
    return !this.isOdd && this.bytes >= 0;
  }

  private addList(list: readonly unknown[]): boolean {
    const place = this.open();
    if (place < 0) return false;
    for (let index = 0; index < list.length; index++) if (!this.add(list[index])) return false;
    return this.closeList(place, list.length);
  }

  private addMap(map: object): boolean {
    const place = this.open();
    if (place < 0) return false;
    let count = 0;
    for (const name in map) {
      const value = (map as Readonly<Record<string, unknown>>)[name];
      // As in JSON, what is undefined is not there.
      if (value === undefined) continue;
      count++;
      this.name(name);
      if (!this.add(value)) return false;
    }
    return this.closeMap(place, map, count);
  }
}

/** Asking for the prototype costs five times as much as the member that nearly every object inherits from it. */
function isPlain(map: object): boolean {
  if (map.constructor === Object) return true;
  const prototype: unknown = Object.getPrototypeOf(map);
  return prototype === Object.prototype || prototype === null;
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
