import type { Problem } from './problem.ts';

const MAX_PROBLEMS = 200;

/** Gathers every fault of a text, so that all are reported at once (and a hostile one cannot ask for a million). */
export class Findings {
  readonly problems: Problem[] = [];
  private placed: WeakSet<object> | null = null;

  add(pointer: string, code: string, message: string, fix?: string): void {
    if (this.isFull) return;
    this.problems.push(fix === undefined ? { pointer, code, message } : { pointer, code, message, fix });
  }

  /** Enough is reported: what follows need not be looked at. */
  get isFull(): boolean {
    return this.problems.length >= MAX_PROBLEMS;
  }

  /** Remembers that the pointer which a node carries is that of this text, and not its author's. */
  markPlaced(node: object): void {
    (this.placed ??= new WeakSet()).add(node);
  }

  isPlaced(node: object): boolean {
    return this.placed !== null && this.placed.has(node);
  }
}
