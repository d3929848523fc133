const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Writes bytes as one number in base 62, with leading zeros up to `width`: selected whole by a double click. */
export function base62(bytes: Uint8Array, width: number): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  let text = '';
  for (; value > 0n; value /= 62n) text = (DIGITS[Number(value % 62n)] ?? '') + text;
  if (text.length > width) throw new RangeError(`${bytes.length} bytes do not fit into ${width} digits`);
  return text.padStart(width, '0');
}
