import type { HealthReport } from '@parley/service-kit';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Name, without `parley_`, and what it tells. */
const told = {
  log_lag_records: 'Stimuli appended and not yet handled.',
  log_oldest_unprocessed_seconds: 'Age of the oldest stimulus not yet handled; 0 = all is handled.',
  deliveries_pending: 'Replies without an end yet.',
  delivery_oldest_seconds: 'Age of the oldest reply without an end; 0 = there is none.',
  timer_delay_seconds: 'How long the earliest timer is overdue; 0 = none is.',
  operations_open: 'Operations without a result yet.',
  operation_delay_seconds: 'How long the earliest operation waits to be looked at; 0 = none does.',
  quarantine_items: 'Webhooks of an unknown shape that are kept.',
  quarantine_bytes: 'Bytes of these webhooks, sealed.',
  database_bytes: 'Size of the database on its disk.',
  disk_free_bytes: 'Bytes left on the disk of the data folder.',
  last_backup_timestamp_seconds:
    'When the last backup was finished, since the epoch; 0 = none was made from this data folder.',
} as const;

/** What may be asked for when somebody scrapes. */
export type FigureName = keyof typeof told;
export type Figures = Readonly<Partial<Record<FigureName, number>>>;

export interface AskedFigures {
  /** Those that this process can tell. */
  readonly names: readonly FigureName[];
  /** Their values; one that cannot be had is left out, for an old one would look well. */
  readonly read: () => Promise<Figures>;
  /** Figures this old are asked for anew, ms: scraping often must not become load. */
  readonly maxAgeMs: number;
}

export const figureNames = Object.keys(told) as readonly FigureName[];

export function registerFigures(registry: Registry, { names, read, maxAgeMs }: AskedFigures): void {
  let last: { readonly at: number; readonly values: Promise<Figures> } | null = null;
  const values = (): Promise<Figures> => {
    const at = performance.now();
    if (last === null || at - last.at > maxAgeMs) last = { at, values: read() };
    return last.values;
  };
  for (const name of names) {
    registry.registerMetric(
      new Gauge({
        name: `parley_${name}`,
        help: told[name],
        registers: [],
        async collect() {
          const value = (await values().catch((): Figures => ({})))[name];
          this.remove();
          if (value !== undefined) this.set(value);
        },
      }),
    );
  }
}

/** What `/readyz` says, as figures. */
export function registerDependencies(registry: Registry, health: () => Promise<HealthReport>): void {
  registry.registerMetric(
    new Gauge({
      name: 'parley_dependency_up',
      help: 'Whether each thing that the process needs is well: 1, else 0.',
      labelNames: ['dependency'],
      registers: [],
      async collect() {
        this.reset();
        const { dependencies } = await health();
        for (const [dependency, says] of Object.entries(dependencies)) {
          this.set({ dependency }, says.startsWith('ok') ? 1 : 0);
        }
      },
    }),
  );
}

/** What a consumer of a log in partitions knows of those that it has. */
export interface PartitionLag {
  readonly partition: number;
  /** Records appended and not settled. */
  readonly lag: number;
  /** When the oldest of them was received, ms since the epoch; null = none is known. */
  readonly oldestReceivedAt: number | null;
}

/** @param now ms since the epoch */
export function registerPartitions(
  registry: Registry,
  partitions: () => readonly PartitionLag[],
  now: () => number,
): void {
  const gauge = (name: string, help: string, valueOf: (partition: PartitionLag) => number): void =>
    registry.registerMetric(
      new Gauge({
        name: `parley_${name}`,
        help,
        labelNames: ['partition'],
        registers: [],
        collect() {
          this.reset();
          for (const one of partitions()) this.set({ partition: one.partition }, valueOf(one));
        },
      }),
    );
  gauge('partition_lag_records', 'Stimuli of a partition, appended and not yet handled.', ({ lag }) => lag);
  gauge('partition_oldest_seconds', 'Age of the oldest of them; 0 = all is handled.', ({ oldestReceivedAt }) =>
    oldestReceivedAt === null ? 0 : Math.max(0, now() - oldestReceivedAt) / 1_000,
  );
}

/** How often answers came from where. */
export interface CacheAnswers {
  /** This process's memory. */
  readonly first: number;
  /** Redis. */
  readonly second: number;
  readonly loaded: number;
}

/** @param counts by whose cache it is: the name of a service */
export function registerCaches(registry: Registry, counts: () => ReadonlyMap<string, CacheAnswers>): void {
  registry.registerMetric(
    new Counter({
      name: 'parley_cache_answers_total',
      help: 'Answers of caches: from memory, from Redis, or loaded.',
      labelNames: ['cache', 'from'],
      registers: [],
      collect() {
        this.reset();
        for (const [cache, { first, second, loaded }] of counts()) {
          this.inc({ cache, from: 'memory' }, first);
          this.inc({ cache, from: 'redis' }, second);
          this.inc({ cache, from: 'loaded' }, loaded);
        }
      },
    }),
  );
}
