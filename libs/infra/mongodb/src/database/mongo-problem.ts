/** Something about the server or its collections that the operator has to see to; the message is a sentence for them. */
export class MongoProblem extends Error {
  override readonly name = 'MongoProblem';
  /** It does not answer: that may pass by itself. */
  readonly isAway: boolean;

  constructor(sentence: string, { isAway = false, ...options }: ErrorOptions & { readonly isAway?: boolean } = {}) {
    super(sentence, options);
    this.isAway = isAway;
  }
}
