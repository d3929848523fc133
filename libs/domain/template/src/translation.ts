import type { TemplateCode, TemplateProblem, TemplateRead } from './template.ts';

/** What is known where a part of the template is translated. */
export interface Surroundings {
  /** The names that the loops around it bind. */
  readonly locals: ReadonlySet<string>;
  /** Paths that a condition around it asks for, or a `default` beside it provides for. */
  readonly guarded: ReadonlySet<string> | 'all';
  readonly depth: number;
}

/** Collects problems and reads while LiquidJS' tokens are turned into our tree. */
export class Translation {
  readonly problems: TemplateProblem[] = [];
  readonly reads: TemplateRead[] = [];

  report(code: TemplateCode, at: number, message: string, fix?: string): void {
    this.problems.push(fix === undefined ? { code, at, message } : { code, at, message, fix });
  }

  read(path: string, at: number, { guarded }: Surroundings): void {
    this.reads.push({ path, at, guarded: guarded === 'all' || guarded.has(path) });
  }
}
