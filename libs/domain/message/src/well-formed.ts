/**
 * Text that every store keeps as it is: lone surrogates and U+0000 become U+FFFD (RFC 8785 refuses the first,
 * PostgreSQL's text the second).
 */
export function wellFormed(text: string): string {
  const formed = text.isWellFormed() ? text : text.toWellFormed();
  return formed.includes('\0') ? formed.replaceAll('\0', '\uFFFD') : formed;
}
