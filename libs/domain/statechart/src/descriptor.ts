/**
 * Event descriptors, W3C 3.12.1: `*` matches every event; `a.b` matches `a.b` and `a.b.c`, not `a.bc`; a trailing `.*`
 * or `.` changes nothing. They are interned: a transition holds numbers, an event is looked up once.
 */
export class Descriptors {
  private readonly numbers = new Map<string, number>();
  /** What matches an event that is itself a descriptor, by its number: as many as the machine names, made when first asked for. */
  private readonly matches: EventMatch[] = [];
  private longest = 0;
  private hasEvery = false;

  /** The number of a descriptor as written; `*` is 0. */
  intern(descriptor: string): number {
    const prefix = descriptor.replace(/\.\*?$/, '');
    if (descriptor === '*' || descriptor === '.*') {
      this.hasEvery = true;
      return EVERY;
    }
    const known = this.numbers.get(prefix);
    if (known !== undefined) return known;
    const number = this.numbers.size + 1;
    this.numbers.set(prefix, number);
    this.longest = Math.max(this.longest, prefix.length);
    return number;
  }

  /** Numbers of all descriptors that match an event; none: nobody waits for it. Looks at the event's prefixes only, and keeps nothing of the name. */
  matching(event: string): EventMatch {
    const whole = event.length <= this.longest ? this.numbers.get(event) : undefined;
    return whole === undefined ? this.matchOf(event) : (this.matches[whole] ??= [...this.matchOf(event), whole]);
  }

  /** Of its prefixes, and of any event. */
  private matchOf(event: string): EventMatch {
    const match: number[] = this.hasEvery ? [EVERY] : [];
    for (let end = event.indexOf('.'); end !== -1 && end <= this.longest; end = event.indexOf('.', end + 1)) {
      const number = this.numbers.get(event.slice(0, end));
      if (number !== undefined) match.push(number);
    }
    return match;
  }
}

export type EventMatch = readonly number[];

const EVERY = 0;

export function matches(descriptors: readonly number[], event: EventMatch): boolean {
  for (const number of event) if (descriptors.includes(number)) return true;
  return false;
}

/** Whether a text may stand as one descriptor (several are an array, not words in one text). */
export function isDescriptor(text: string): boolean {
  return text !== '' && !/\s/u.test(text) && !text.replace(/\.?\*$/, '').includes('*') && !text.startsWith('.');
}

const RESERVED = new Set(['done', 'error', 'after', 'op']);
const LONGEST_RESERVED = 5;

/** Names that only the kernel itself may put into circulation. */
export function isReserved(event: string): boolean {
  const dot = event.indexOf('.');
  const length = dot === -1 ? event.length : dot;
  return length <= LONGEST_RESERVED && RESERVED.has(event.slice(0, length));
}

/** Whether a text may be the name of an event. */
export function isEventName(name: string): boolean {
  return name !== '' && !/[\s*]/u.test(name);
}
