/** Object ids of the element types (pg_type). */
const BYTEA = 17;
const INT8 = 20;
const TEXT = 25;

const HEADER_BYTES = 20;
const NULL_LENGTH = -1;

/**
 * Arrays in PostgreSQL's binary form. pg sends a Buffer as a binary parameter, so that thousands of values need no
 * quoting, no hex and no parsing. Shape: dimensions, has-nulls, element type, length, lower bound; then (length, bytes)
 * for each element. PostgreSQL, src/backend/utils/adt/arrayfuncs.c, array_recv.
 */
export function textArray(values: readonly (string | null)[]): Buffer {
  let size = HEADER_BYTES;
  for (const value of values) size += 4 + (value === null ? 0 : Buffer.byteLength(value));
  const { out, start } = open(TEXT, values.length, size, values.includes(null));
  let at = start;
  for (const value of values) {
    if (value === null) {
      at = out.writeInt32BE(NULL_LENGTH, at);
      continue;
    }
    const length = out.write(value, at + 4);
    out.writeInt32BE(length, at);
    at += 4 + length;
  }
  return out;
}

export function byteaArray(values: readonly (Uint8Array | null)[]): Buffer {
  let size = HEADER_BYTES;
  for (const value of values) size += 4 + (value === null ? 0 : value.length);
  const { out, start } = open(BYTEA, values.length, size, values.includes(null));
  let at = start;
  for (const value of values) {
    at = out.writeInt32BE(value === null ? NULL_LENGTH : value.length, at);
    if (value === null) continue;
    out.set(value, at);
    at += value.length;
  }
  return out;
}

/** Whole numbers within ±2^53; anything else is refused with a RangeError. */
export function int8Array(values: readonly (number | null)[]): Buffer {
  const nulls = values.includes(null);
  const { out, start } = open(INT8, values.length, HEADER_BYTES + values.length * 12, nulls);
  let at = start;
  for (const value of values) {
    if (value === null) {
      at = out.writeInt32BE(NULL_LENGTH, at);
      continue;
    }
    if (!Number.isSafeInteger(value))
      throw new RangeError(`${value} is not a whole number that PostgreSQL's bigint can take exactly`);
    at = out.writeInt32BE(8, at);
    const high = Math.floor(value / 0x1_0000_0000);
    at = out.writeInt32BE(high, at);
    at = out.writeUInt32BE(value - high * 0x1_0000_0000, at);
  }
  return out.subarray(0, at);
}

/** PostgreSQL's empty array has no dimension at all. */
function open(type: number, length: number, size: number, nulls: boolean): { out: Buffer; start: number } {
  if (length === 0) {
    const out = Buffer.alloc(12);
    out.writeInt32BE(type, 8);
    return { out, start: 12 };
  }
  const out = Buffer.allocUnsafe(size);
  out.writeInt32BE(1, 0);
  out.writeInt32BE(nulls ? 1 : 0, 4);
  out.writeInt32BE(type, 8);
  out.writeInt32BE(length, 12);
  out.writeInt32BE(1, 16);
  return { out, start: HEADER_BYTES };
}
