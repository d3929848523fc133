/** Tells whoever is answered without end that the gateway closes. Also the injection token. */
export class Closing {
  private readonly waiting = new Set<() => void>();
  private hasBegun = false;

  /** Tells at once who comes too late; answers how to take it off again. */
  on(leave: () => void): () => void {
    if (this.hasBegun) leave();
    this.waiting.add(leave);
    return () => this.waiting.delete(leave);
  }

  begin(): void {
    this.hasBegun = true;
    for (const leave of this.waiting) leave();
  }
}
