/** Hints that a conversation has something new to read. Losing one loses nothing: readers poll and resume by watermark. */
export abstract class LiveUpdates {
  abstract publish(conversation: string): void;
  /** Calls back on each hint until the answered function is called. */
  abstract subscribe(conversation: string, onHint: () => void): () => void;
}
