/**
 * Text that every store keeps as it is: lone surrogates and U+0000 become U+FFFD (RFC 8785 refuses the first,
 * PostgreSQL's text the second). With the `u` flag only halves without their pair are surrogates.
 */
export function wellFormed(text: string): string {
  return text.replace(/[\p{Surrogate}\0]/gu, '\uFFFD');
}
