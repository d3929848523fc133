import type { Advice } from './advice.ts';

/**
 * Names that others could not be told of while Redis did not answer: told again when it does. Within a bound; what is
 * beyond it, or dies with the process, ends by itself in time.
 */
export class Untold {
  private readonly names = new Set<string>();
  private readonly tell: (name: string) => Promise<boolean>;
  private isTelling = false;

  /** @param tell answers whether it was said. */
  constructor(advice: Advice, tell: (name: string) => Promise<boolean>) {
    this.tell = tell;
    advice.onBack(() => void this.tellAll());
  }

  /** Says it now, or as soon as it can be said; whatever waits to be said goes along. */
  async say(name: string, how: () => Promise<boolean> = () => this.tell(name)): Promise<void> {
    if (!(await how())) this.add(name);
    else if (this.names.size > 0) void this.tellAll();
  }

  private add(name: string): void {
    if (this.names.size < mostNames) this.names.add(name);
  }

  private async tellAll(): Promise<void> {
    if (this.isTelling) return;
    this.isTelling = true;
    for (const name of this.names) {
      if (!(await this.tell(name))) break;
      this.names.delete(name);
    }
    this.isTelling = false;
  }
}

const mostNames = 10_000;
