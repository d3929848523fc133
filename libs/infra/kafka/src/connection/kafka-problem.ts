/** Something about Kafka that a person must know or mend: the message says what was found, what is wanted, and what to do. */
export class KafkaProblem extends Error {
  override readonly name = 'KafkaProblem';
  /** It does not answer: that may pass by itself. */
  readonly isAway: boolean;

  constructor(sentence: string, { isAway = false, ...options }: ErrorOptions & { readonly isAway?: boolean } = {}) {
    super(sentence, options);
    this.isAway = isAway;
  }
}
