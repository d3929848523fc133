import type { ReadRole, TemplateCode, TemplateProblem, TemplateRead } from './template.ts';

/** What is known where a part of the template is translated. */
export interface Surroundings {
  /** The names that the loops around it bind. */
  readonly locals: ReadonlySet<string>;
  /** Paths that a condition around it asks for, or a `default` beside it provides for. */
  readonly guarded: ReadonlySet<string> | 'all';
  readonly depth: number;
  /** What is done with the value that stands here. */
  readonly role: ReadRole;
}

/** Collects problems and reads while LiquidJS' tokens are turned into our tree. */
export class Translation {
  readonly problems: TemplateProblem[] = [];
  readonly reads: TemplateRead[] = [];

  report(code: TemplateCode, at: number, message: string, fix?: string): void {
    this.problems.push(fix === undefined ? { code, at, message } : { code, at, message, fix });
  }

  /** `isWhole`: the path alone, with nothing indexed behind it that is known only at run time. */
  read(path: string, at: number, isWhole: boolean, { guarded, role }: Surroundings): void {
    this.reads.push({
      path,
      role: isWhole ? role : 'value',
      at,
      guarded: guarded === 'all' || isCovered(path, guarded),
    });
  }
}

/** Whether the path or one of its parents was asked for. */
function isCovered(path: string, guarded: ReadonlySet<string>): boolean {
  if (guarded.has(path)) return true;
  const dot = path.lastIndexOf('.');
  return dot > 0 && isCovered(path.slice(0, dot), guarded);
}
