import type { SyntaxCode } from './codes.ts';

/** Leaves the parser at the first place it cannot read on; `parse` turns it into a problem. */
export class SyntaxFault extends Error {
  readonly code: SyntaxCode;
  readonly at: number;
  readonly fix: string | undefined;

  constructor(code: SyntaxCode, at: number, message: string, fix?: string) {
    super(message);
    this.code = code;
    this.at = at;
    this.fix = fix;
  }
}
