/** Passed only by a channel of a vendor; pages recognise a repeated reply and come to us, so a run over them never comes there. */
const NOT_OVER_WEB_CHAT: ReadonlySet<string> = new Set([
  'places.before-note',
  'places.after-note',
  'deliveries.before-claim',
  'deliveries.after-claim',
  'holds.after-add',
  'chat.before-find',
  'chat.after-find',
]);

/** Passed only where chat's rows are recorded after the commit instead of riding along in it. */
const WITHOUT_RIDERS: ReadonlySet<string> = new Set([
  'messages.before-insert',
  'messages.after-insert',
  'conversations.after-record',
  'deliveries.after-insert',
]);

/** The failpoints that a run over the web chat can hit. */
export function reachable(failpoints: readonly string[]): string[] {
  return failpoints.filter((name) => !NOT_OVER_WEB_CHAT.has(name));
}

/** What a process without riders inserts first was recorded before with riders: so often it comes by before it dies, for something new to be among it. */
const INSERTS_SOMETHING_NEW = 4;

/** The settings under which a process comes by this failpoint. */
export function environmentOf(name: string): Readonly<Record<string, string>> {
  return WITHOUT_RIDERS.has(name)
    ? { PARLEY_FAILPOINT: `${name}:${INSERTS_SOMETHING_NEW}`, PARLEY_RIDERS: 'false' }
    : { PARLEY_FAILPOINT: `${name}:1` };
}

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
