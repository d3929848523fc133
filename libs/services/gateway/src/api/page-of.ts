import { GatewayFault } from '../problem.ts';
import type { PageQuery } from './schemas/primitives.ts';

const defaultLimit = 50;

/** A page of a short list that a service answers whole. A cursor names the last row of the page before. */
export function pageOf<Row>(
  all: readonly Row[],
  nameOf: (row: Row) => string,
  { limit = defaultLimit, cursor }: PageQuery,
): { readonly rows: readonly Row[]; readonly next: string | null } {
  const at = cursor === undefined ? -1 : all.findIndex((row) => nameOf(row) === cursor);
  if (cursor !== undefined && at < 0) {
    throw new GatewayFault(400, 'cursor.invalid', 'This cursor is none of ours.');
  }
  const rows = all.slice(at + 1, at + 1 + limit);
  const last = rows.at(-1);
  return { rows, next: last !== undefined && at + 1 + rows.length < all.length ? nameOf(last) : null };
}
