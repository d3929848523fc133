/** Tells whoever is answered without end that the gateway closes. Also the injection token. */
export class Closing {
  private readonly waiting = new Set<() => void>();

  /** Answers how to take it off again. */
  on(leave: () => void): () => void {
    this.waiting.add(leave);
    return () => this.waiting.delete(leave);
  }

  begin(): void {
    for (const leave of this.waiting) leave();
  }
}
