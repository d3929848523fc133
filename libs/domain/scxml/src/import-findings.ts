import type { ImportNote, ImportProblem } from './problem.ts';

const MAX_FINDINGS = 200;

/** Gathers all that an import has to say, each at its line and column. */
export class ImportFindings {
  readonly problems: ImportProblem[] = [];
  readonly notes: ImportNote[] = [];
  private readonly source: string;
  private readonly lineStarts: readonly number[];

  constructor(source: string) {
    this.source = source;
    this.lineStarts = startsOfLines(source);
  }

  problem(offset: number, code: string, message: string, fix: string): void {
    if (this.problems.length < MAX_FINDINGS) this.problems.push({ ...this.place(offset), code, message, fix });
  }

  note(offset: number, code: string, message: string): void {
    if (this.notes.length < MAX_FINDINGS) this.notes.push({ ...this.place(offset), code, message });
  }

  /** Line and column, both from 1, columns in UTF-16 units. */
  private place(offset: number): { readonly line: number; readonly column: number } {
    const at = Math.max(0, Math.min(offset, this.source.length));
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (this.lineStarts[low] ?? 0) + 1 };
  }
}

function startsOfLines(source: string): readonly number[] {
  const starts = [0];
  for (const match of source.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}
