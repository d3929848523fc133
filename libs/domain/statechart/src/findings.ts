import type { Problem } from './problem.ts';

const MAX_PROBLEMS = 200;

/** Gathers every fault of a text, so that all are reported at once (and a hostile one cannot ask for a million). */
export class Findings {
  readonly problems: Problem[] = [];
  private readonly authored = new WeakSet<object>();

  add(pointer: string, code: string, message: string, fix?: string): void {
    if (this.isFull) return;
    this.problems.push(fix === undefined ? { pointer, code, message } : { pointer, code, message, fix });
  }

  /** Enough is reported: what follows need not be looked at. */
  get isFull(): boolean {
    return this.problems.length >= MAX_PROBLEMS;
  }

  /** Remembers that a node carries a pointer into the author's own text. */
  markAuthored(node: object): void {
    this.authored.add(node);
  }

  /** Where a member of a node is: an author's pointer names the whole node, our own can be continued. */
  spot(node: { readonly at?: string }, member: string): string {
    const at = node.at ?? '';
    return this.authored.has(node) ? at : `${at}/${member}`;
  }
}

/** One step of a JSON pointer (RFC 6901). */
export function pointerStep(name: string): string {
  return name.includes('~') || name.includes('/') ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
}
