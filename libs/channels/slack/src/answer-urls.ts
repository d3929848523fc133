import type { SlackPlace } from './place.ts';

/** Slack takes no more answers than these at one address. */
const maxUses = 5;
/** Addresses are remembered so long; by then they are void. */
const rememberedMs = 31 * 60_000;

/** The addresses that slash commands may be answered at: at most five times, for half an hour, and only where Slack itself listens. */
export class AnswerUrls {
  private readonly origins: readonly string[];
  private readonly now: () => number;
  private readonly used = new Map<string, { uses: number; readonly since: number }>();

  constructor(origins: readonly string[], now: () => number) {
    this.origins = origins;
    this.now = now;
  }

  /** Counts one use of the command's address; null = it has none, or none that is still good. */
  take({ url, until = 0 }: Extract<SlackPlace, { readonly in: 'command' }>): string | null {
    this.forget();
    if (url === undefined || this.now() >= until || !this.isSlacks(url)) return null;
    const known = this.used.get(url) ?? { uses: 0, since: this.now() };
    if (known.uses >= maxUses) return null;
    known.uses += 1;
    this.used.set(url, known);
    return url;
  }

  /** Slack says that it is void. */
  spend(url: string): void {
    const known = this.used.get(url);
    if (known) known.uses = maxUses;
  }

  private isSlacks(url: string): boolean {
    return URL.canParse(url) && this.origins.includes(new URL(url).origin);
  }

  private forget(): void {
    // In the order of their first use: what comes after a young one is younger.
    for (const [url, { since }] of this.used) {
      if (this.now() - since < rememberedMs) return;
      this.used.delete(url);
    }
  }
}
