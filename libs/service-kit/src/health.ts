/** Answers when the dependency is well, with a remark if one is due; rejects when it is not. */
export type HealthCheck = () => Promise<string | void> | string | void;

export interface HealthReport {
  readonly isReady: boolean;
  /** By name: `ok`, `ok: <remark>`, or what is wrong. */
  readonly dependencies: Readonly<Record<string, string>>;
}

export interface HealthLimits {
  /** A check that takes longer counts as failed, ms. */
  readonly timeoutMs?: number;
  /** A report this old is made anew, ms: a probe every few ms must not become load. */
  readonly maxAgeMs?: number;
}

/**
 * Readiness: whether work may be sent here, naming every dependency. Liveness needs no check: a process that answers at
 * all is alive, and restarting it mends no dependency.
 */
export class Health {
  private readonly checks: Readonly<Record<string, HealthCheck>>;
  private readonly isDraining: () => boolean;
  private readonly limits: Required<HealthLimits>;
  private readonly monotonic: () => number;
  private last: { readonly at: number; readonly report: Promise<HealthReport> } | null = null;

  constructor(
    checks: Readonly<Record<string, HealthCheck>>,
    isDraining: () => boolean,
    limits: HealthLimits = {},
    monotonic = (): number => performance.now(),
  ) {
    this.checks = checks;
    this.isDraining = isDraining;
    this.limits = { timeoutMs: 1_000, maxAgeMs: 250, ...limits };
    this.monotonic = monotonic;
  }

  async report(): Promise<HealthReport> {
    const now = this.monotonic();
    if (this.last === null || now - this.last.at > this.limits.maxAgeMs) this.last = { at: now, report: this.ask() };
    const report = await this.last.report;
    if (!this.isDraining()) return report;
    return { isReady: false, dependencies: { ...report.dependencies, process: 'stopping' } };
  }

  private async ask(): Promise<HealthReport> {
    const asked = Object.entries(this.checks).map(([name, check]) => this.one(name, check));
    const answers = await Promise.all(asked);
    const dependencies = Object.fromEntries(answers.map(({ name, says }) => [name, says]));
    return { isReady: answers.every(({ isWell }) => isWell), dependencies };
  }

  private async one(name: string, check: HealthCheck): Promise<{ name: string; says: string; isWell: boolean }> {
    let timer: NodeJS.Timeout | undefined;
    const { timeoutMs } = this.limits;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    });
    try {
      const remark = await Promise.race([(async () => check())(), late]);
      return { name, says: typeof remark === 'string' ? `ok: ${remark}` : 'ok', isWell: true };
    } catch (error) {
      return { name, says: error instanceof Error && error.message ? error.message : 'failed', isWell: false };
    } finally {
      clearTimeout(timer);
    }
  }
}
