import type { Choice } from '@parley/conversation';
import type { Button } from '@parley/message';
import { parseJson } from '@parley/message';

const prefix = 'parley:';

/** Names our buttons among whatever else an app may show; numbered, for ids are unique within a message. */
export const actionId = (index: number): string => `${prefix}${index}`;

export const isOurs = (action: string): boolean => action.startsWith(prefix);

/** What a button brings back: the conversation and the question that it was shown for, so that an old one is known as old. */
export function buttonValue(thread: string, { episode, question, intent }: Choice): string {
  return JSON.stringify([thread, episode, question, intent]);
}

/** null = it was not written by us. */
export function readButtonValue(value: string): { readonly thread: string; readonly button: Button } | null {
  const json = parseJson(Buffer.from(value), 4);
  const list: readonly unknown[] = json.ok && Array.isArray(json.value) ? json.value : [];
  const [thread, episode, question, intent] = list;
  if (typeof thread !== 'string' || thread === '' || typeof intent !== 'string') return null;
  return isCount(episode) && isCount(question) ? { thread, button: { episode, question, intent } } : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
