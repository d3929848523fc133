/** Waiting mends nothing: a start is given up, and the message is a sentence that says what to do. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}
