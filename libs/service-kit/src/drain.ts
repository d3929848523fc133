/** Stops a process in order: what was started last is stopped first, each within its time. */
export class Drain {
  private readonly steps: Step[] = [];
  private running: Promise<readonly string[]> | null = null;

  /** Whether stopping has begun: readiness says no from then on. */
  get isDraining(): boolean {
    return this.running !== null;
  }

  /** @param stop resolves when nothing of it is under way any more. */
  add(name: string, stop: () => void | Promise<void>): void {
    this.steps.push({ name, stop });
  }

  /**
   * Runs every step, the last added first; one that fails or takes longer than `limitMs` does not keep the others.
   * Answers a sentence for each that did not end well. Asked again it answers the same.
   */
  run(limitMs: number): Promise<readonly string[]> {
    this.running ??= this.stopAll(limitMs);
    return this.running;
  }

  private async stopAll(limitMs: number): Promise<readonly string[]> {
    const faults: string[] = [];
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      const fault = await stopOne(step, limitMs);
      if (fault !== null) faults.push(fault);
    }
    return faults;
  }
}

interface Step {
  readonly name: string;
  readonly stop: () => void | Promise<void>;
}

async function stopOne({ name, stop }: Step, limitMs: number): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`${name} was still busy after ${limitMs} ms.`), limitMs);
  });
  const stopped = (async () => stop())().then(
    () => null,
    (error: unknown) => `${name} failed to stop: ${error instanceof Error ? error.message : 'unknown reason'}.`,
  );
  const fault = await Promise.race([stopped, late]);
  clearTimeout(timer);
  return fault;
}
