import { textArray } from './binary-array.ts';

/** The leading parameters of the functions that record chat's rows: all kept, each at a position of its own. */
export function ownPlaces(rows: readonly { readonly tenant: string; readonly conversation: string }[]): {
  readonly kept: readonly boolean[];
  readonly tenants: Buffer;
  readonly conversations: Buffer;
} {
  return {
    kept: rows.map(() => true),
    tenants: textArray(rows.map((row) => row.tenant)),
    conversations: textArray(rows.map((row) => row.conversation)),
  };
}

/**
 * One order for everybody, `within` a conversation too where it may have several rows: two statements never wait for each
 * other crosswise.
 */
export function sorted<Row extends { readonly tenant: string; readonly conversation: string }>(
  rows: readonly Row[],
  within: (row: Row) => string | number = () => 0,
): readonly Row[] {
  const key = (row: Row): string => `${row.tenant}\0${row.conversation}`;
  return [...rows].sort((a, b) => inOrder(key(a), key(b)) || inOrder(within(a), within(b)));
}

function inOrder(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function tenantsOf(rows: readonly { readonly tenant: string }[]): readonly string[] {
  return rows.map((row) => row.tenant);
}
