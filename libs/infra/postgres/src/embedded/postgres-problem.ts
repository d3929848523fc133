/** Something about the database that a person must know or mend: the message is a sentence that says what to do. */
export class PostgresProblem extends Error {
  override readonly name = 'PostgresProblem';
}
