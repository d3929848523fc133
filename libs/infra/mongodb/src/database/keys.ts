/** Digits of 2^53: numbers of one width sort as texts as they do as numbers. */
const DIGITS = 16;

/** One text for several, which no other parts can give: what joins them is escaped inside of them. */
export function keyOf(...parts: readonly string[]): string {
  return parts.map((part) => part.replace(/[%/]/g, encodeURIComponent)).join('/');
}

export function conversationKey({
  tenant,
  conversation,
}: {
  readonly tenant: string;
  readonly conversation: string;
}): string {
  return keyOf(tenant, conversation);
}

export function replyKey(row: {
  readonly tenant: string;
  readonly conversation: string;
  readonly reply: string;
}): string {
  return keyOf(row.tenant, row.conversation, row.reply);
}

/** A whole number from 0 as part of a key. */
export function digits(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no whole number from 0`);
  return String(value).padStart(DIGITS, '0');
}

/** Keys that begin with this one's parts: `0` is what follows the separator. */
export function under(key: string): { readonly $gte: string; readonly $lt: string } {
  return { $gte: `${key}/`, $lt: `${key}0` };
}
