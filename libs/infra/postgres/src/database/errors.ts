/** SQLSTATE classes of faults that lie in the values sent: sent again, they are refused again. */
const VALUE_FAULTS: ReadonlySet<string> = new Set([
  '22', // data exception: a U+0000 in a text, a number out of range
  '23', // a constraint refuses
  '54', // too large for the engine
  'P0', // raised by our own functions
]);
/** New row violates row-level security. */
const FORBIDDEN = '42501';

/** Whether a statement failed because of what it carried. Everything else is the store's own trouble: pause and try again. */
export function isValueFault(error: unknown): boolean {
  // Our own encoder refuses a number that is no whole one.
  if (error instanceof RangeError) return true;
  const code = (error as { readonly code?: unknown } | null)?.code;
  return (
    typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && (VALUE_FAULTS.has(code.slice(0, 2)) || code === FORBIDDEN)
  );
}

export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
