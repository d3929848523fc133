import type { RenderCode } from './template.ts';

/** Leaves a rendering at the first thing it may not do; `renderTemplate` turns it into an outcome. */
export class RenderFault extends Error {
  readonly code: RenderCode;
  readonly at: number;

  constructor(code: RenderCode, at: number, message: string) {
    super(message);
    this.code = code;
    this.at = at;
  }
}
