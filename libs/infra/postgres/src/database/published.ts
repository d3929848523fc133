import { tracingChannel } from 'node:diagnostics_channel';
import type { Statement } from './database.ts';

/** What listeners in the process learn of a statement: its name and its first word, never a value. */
export interface PublishedStatement {
  readonly name: string;
  readonly operation: string;
}

const statements = tracingChannel<PublishedStatement>('parley:sql');

/** Runs a statement, and tells whoever listens on `tracing:parley:sql:*`. Costs nothing while nobody does. */
export function published<Rows>({ name, text }: Statement, run: () => Promise<Rows>): Promise<Rows> {
  if (!statements.hasSubscribers) return run();
  const [operation = ''] = /^\w+/.exec(text) ?? [];
  return statements.tracePromise(run, { name, operation });
}
