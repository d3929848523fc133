import type { NewEntry } from './journal.ts';

/** Why no store can take the entry; null = it can. Text columns hold no U+0000, number columns whole numbers only. */
export function whyRefused(entry: NewEntry): string | null {
  for (const text of textsOf(entry)) if (text.includes('\0')) return 'a text holds U+0000';
  for (const number of numbersOf(entry)) if (!Number.isSafeInteger(number)) return `${number} is no whole number`;
  return null;
}

function textsOf(entry: NewEntry): readonly string[] {
  const messages = (entry.rider?.messages ?? []).flatMap((row) => [row.text, row.eventId]);
  const deliveries = (entry.rider?.deliveries ?? []).flatMap((row) => [row.reply, row.connection]);
  const operations = entry.opens.flatMap((row) => [row.operation, row.adapter]);
  const own = [entry.tenant, entry.conversation, entry.connection, entry.eventId, entry.outcome];
  return [...own, ...entry.settles, ...entry.closes, ...operations, ...messages, ...deliveries];
}

function numbersOf(entry: NewEntry): readonly number[] {
  const operations = entry.opens.flatMap((row) => [
    row.index,
    row.attempts,
    row.timeoutMs,
    row.backoffMs,
    row.deadline,
  ]);
  return [entry.seq, entry.generation, entry.now, entry.wakeUpAt ?? 0, ...operations];
}
