/** How often it looks, ms. */
const LOOK_MS = 1_000;

/**
 * Notices a member that has fallen silent. kafkajs goes by the wall clock for its heartbeats: when that is set back by an
 * hour it sends none for an hour, loses its place after a session, and reads on without knowing. Looks are counted, not
 * measured: a process that was stopped for a while has not been silent, it asks at once whether it still belongs.
 */
export class HeartbeatWatch {
  private timer: NodeJS.Timeout | undefined;
  private silentMs = 0;

  /** @param limitMs a member of which nothing was heard for so long has lost its place: a session */
  constructor(
    private readonly limitMs: number,
    private readonly silent: () => void,
  ) {}

  /** From now on heartbeats are due. */
  begin(): void {
    this.end();
    this.heard();
    this.timer = setInterval(() => this.look(), LOOK_MS).unref();
  }

  heard(): void {
    this.silentMs = 0;
  }

  /** None is due: it joins again, or is over. */
  end(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    this.silentMs += LOOK_MS;
    if (this.silentMs < this.limitMs) return;
    this.end();
    this.silent();
  }
}
