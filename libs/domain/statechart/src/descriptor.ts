/**
 * Event descriptors, W3C 3.12.1: `*` matches every event; `a.b` matches `a.b` and `a.b.c`, not `a.bc`; a trailing `.*`
 * or `.` changes nothing. They are interned: a transition holds numbers, an event is looked up once.
 */
export class Descriptors {
  private readonly numbers = new Map<string, number>();
  /** What matches an event that is itself a descriptor, by its number: as many as the machine names, made when first asked for. */
  private readonly matches: EventMatch[] = [];
  private readonly lists: (readonly number[])[] = [];
  private longest = 0;
  private hasEvery = false;

  /** The number of a descriptor that was met before, in just these letters. */
  numberOf(descriptor: string): number | undefined {
    return this.numbers.get(descriptor);
  }

  /** The list of nothing but one number: the same for all that wait for the same. */
  listOf(number: number): readonly number[] {
    return (this.lists[number] ??= [number]);
  }

  /** The number of a descriptor as written; `*` is 0. */
  intern(descriptor: string): number {
    const isOpen = descriptor.endsWith('.') || descriptor.endsWith('.*');
    const prefix = isOpen ? descriptor.replace(/\.\*?$/, '') : descriptor;
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
  if (isPlain(text)) return true;
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
  return isPlain(name) || (name !== '' && !/[\s*]/u.test(name));
}

/** Letters, digits, `.`, `_` and `-`, and no dot at its edges: seen without a regular expression. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const isWord = (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);
    if (!isWord && code !== DOT && code !== 0x5f && code !== 0x2d) return false;
  }
  return text !== '' && text.charCodeAt(0) !== DOT && text.charCodeAt(text.length - 1) !== DOT;
}

const DOT = 0x2e;
