/** Something about the server or its collections that the operator has to see to; the message is a sentence for them. */
export class MongoProblem extends Error {
  override readonly name = 'MongoProblem';
}
