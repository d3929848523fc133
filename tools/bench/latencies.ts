/** Times in ms; percentiles by rank, memory bounded by the number of samples. */
export class Latencies {
  private readonly samples: number[] = [];

  add(ms: number): void {
    this.samples.push(ms);
  }

  get count(): number {
    return this.samples.length;
  }

  /** `share` from 0 to 1; NaN without samples. */
  percentile(share: number): number {
    const sorted = Float64Array.from(this.samples).sort();
    return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
  }
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
