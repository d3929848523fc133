/** Something about Kafka that a person must know or mend: the message says what was found, what is wanted, and what to do. */
export class KafkaProblem extends Error {
  override readonly name = 'KafkaProblem';
}
