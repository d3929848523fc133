/** One kill: at a random moment, at a failpoint of the process, or of the database. */
export type Kill =
  { readonly kind: 'random' } | { readonly kind: 'database' } | { readonly kind: 'failpoint'; readonly name: string };

export interface PlanOptions {
  readonly kills: number;
  readonly failpoints: readonly string[];
  /** `half`: every other failpoint, alternating with `day` so that two runs cover all. */
  readonly share: 'all' | 'half' | 'none';
  readonly day: number;
}

const DATABASE_EVERY = 5;

/** One directed kill for each chosen failpoint, and random ones up to the number wanted; every fifth of those hits the database. */
export function planKills(options: PlanOptions): Kill[] {
  const chosen = options.failpoints.filter(
    (_, index) => options.share === 'all' || (options.share === 'half' && index % 2 === options.day % 2),
  );
  const directed = chosen.map((name): Kill => ({ kind: 'failpoint', name }));
  const random = Array.from({ length: options.kills }, (_, index): Kill => ({
    kind: index % DATABASE_EVERY === DATABASE_EVERY - 1 ? 'database' : 'random',
  }));
  return [...directed, ...random];
}
