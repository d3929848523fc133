import type { Problem } from '@parley/statechart';

const MAX_PROBLEMS = 1_000;

/** Gathers every fault of a flow's text, so that all are told at once. */
export class Findings {
  private readonly all: Problem[] = [];

  add(pointer: string, code: string, message: string, fix?: string): void {
    this.push({ pointer, code, message, ...(fix === undefined ? {} : { fix }) });
  }

  warn(pointer: string, code: string, message: string, fix?: string): void {
    this.push({ pointer, code, message, ...(fix === undefined ? {} : { fix }), severity: 'warning' });
  }

  /** Whether something was told of this very place. */
  has(pointer: string): boolean {
    return this.all.some((each) => each.pointer === pointer);
  }

  get problems(): readonly Problem[] {
    return this.all.filter((each) => each.severity !== 'warning');
  }

  get warnings(): readonly Problem[] {
    return this.all.filter((each) => each.severity === 'warning');
  }

  private push(problem: Problem): void {
    const known = this.all.some(
      (each) => each.pointer === problem.pointer && each.code === problem.code && each.message === problem.message,
    );
    if (!known && this.all.length < MAX_PROBLEMS) this.all.push(problem);
  }
}
