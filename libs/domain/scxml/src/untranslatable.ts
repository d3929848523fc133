/** Something an expression says that ours has no word for. `at`: index in the expression's text. */
export class Untranslatable extends Error {
  readonly at: number;
  readonly code: string;
  readonly fix: string;

  constructor(at: number, code: string, message: string, fix: string) {
    super(message);
    this.at = at;
    this.code = code;
    this.fix = fix;
  }
}
