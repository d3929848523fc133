/** How large a JSON value is. */
export interface Measure {
  /** Bytes of its JSON text in UTF-8, or more than the budget. */
  readonly bytes: number;
  readonly tooDeep: boolean;
  /** Lists, maps and leaves looked at. */
  readonly nodes: number;
}

/**
 * Measures without recursion deeper than `maxDepth` and stops as soon as `budget` bytes are passed, so that a value that
 * shares its parts (and would be huge as text) or holds itself costs no more than the budget.
 */
export function measure(value: unknown, budget: number, maxDepth: number): Measure {
  const walk = new Walk(budget, maxDepth);
  walk.visit(value, 0);
  // Without the bounds: what is known of a machine's own values lives as long as it does.
  const { bytes, tooDeep, nodes } = walk;
  return { bytes, tooDeep, nodes };
}

/**
 * Whether a value surely takes no more than `budget` bytes and nests no deeper than `maxDepth`: every character is taken
 * for the longest escape. A cheap answer for the common case; when it is false, measure.
 */
export function isSmall(value: unknown, budget: number, maxDepth: number): boolean {
  return spare(value, budget, maxDepth) >= 0;
}

function spare(value: unknown, budget: number, depth: number): number {
  if (typeof value === 'string') return budget - 6 * value.length - 2;
  if (typeof value !== 'object' || value === null) return budget - 25;
  if (depth === 0) return -1;
  let left = budget - 2;
  if (Array.isArray(value)) {
    for (const item of value) {
      left = spare(item, left - 1, depth - 1);
      if (left < 0) return left;
    }
    return left;
  }
  // What a prototype adds is counted too: that can only make the answer more careful.
  for (const name in value) {
    left = spare((value as Record<string, unknown>)[name], left - 6 * name.length - 4, depth - 1);
    if (left < 0) return left;
  }
  return left;
}

class Walk {
  bytes = 0;
  tooDeep = false;
  nodes = 0;
  private readonly budget: number;
  private readonly maxDepth: number;

  constructor(budget: number, maxDepth: number) {
    this.budget = budget;
    this.maxDepth = maxDepth;
  }

  visit(value: unknown, depth: number): void {
    this.nodes++;
    if (typeof value === 'string') this.bytes += stringBytes(value);
    else if (typeof value === 'number') this.bytes += String(value).length;
    else if (typeof value !== 'object' || value === null) this.bytes += value === false ? 5 : 4;
    else if (depth >= this.maxDepth) this.tooDeep = true;
    else this.visitParts(value, depth + 1);
  }

  private visitParts(value: object, depth: number): void {
    this.bytes += 2;
    if (Array.isArray(value)) {
      this.bytes += Math.max(0, value.length - 1);
      for (const item of value) {
        if (this.isOver()) return;
        this.visit(item, depth);
      }
      return;
    }
    const names = Object.keys(value);
    this.bytes += Math.max(0, names.length - 1);
    for (const name of names) {
      if (this.isOver()) return;
      this.bytes += stringBytes(name) + 1;
      this.visit((value as Record<string, unknown>)[name], depth);
    }
  }

  private isOver(): boolean {
    return this.tooDeep || this.bytes > this.budget;
  }
}

/** Bytes of a string as JSON: quotes, escapes and UTF-8. */
function stringBytes(text: string): number {
  let bytes = text.length + 2;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20) bytes += SHORT_ESCAPES.includes(unit) ? 1 : 5;
    else if (unit === 0x22 || unit === 0x5c) bytes += 1;
    else if (unit >= 0xd800 && unit <= 0xdfff) {
      // Two halves of a character are four bytes; one alone is written as an escape.
      const isPair = unit < 0xdc00 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
      bytes += isPair ? 2 : 5;
      if (isPair) index++;
    } else if (unit >= 0x80) bytes += unit < 0x800 ? 1 : 2;
  }
  return bytes;
}

/** \b \t \n \f \r */
const SHORT_ESCAPES: readonly number[] = [8, 9, 10, 12, 13];
