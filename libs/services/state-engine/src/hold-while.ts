import { setTimeout as sleep } from 'node:timers/promises';
import { conversationLease, type ConversationRef, type Lease } from '@parley/ports';

/** A holder that died is waited for no longer than a turn; its lease ends by itself. */
const turnMs = 20;
const leaseMs = 30_000;

interface Held {
  readonly name: string;
  readonly token: string;
}

/**
 * Does work while others are told that somebody is at these conversations. Advice alone: whoever is told so waits for a turn,
 * then goes on, and the insert decides (DURABILITY 13).
 * @param lease absent = no other process moves conversations
 */
export async function holdWhile<Answer>(
  lease: Lease | undefined,
  conversations: readonly ConversationRef[],
  work: () => Promise<Answer>,
): Promise<Answer> {
  if (lease === undefined) return work();
  const held = await takeAll(lease, conversations.map(conversationLease));
  try {
    return await work();
  } finally {
    for (const { name, token } of held) void lease.release(name, token).catch(() => undefined);
  }
}

async function takeAll(lease: Lease, names: readonly string[]): Promise<readonly Held[]> {
  const first = await take(lease, names);
  const free = new Set(first.map(({ name }) => name));
  const busy = names.filter((name) => !free.has(name));
  if (busy.length === 0) return first;
  await sleep(turnMs);
  return [...first, ...(await take(lease, busy))];
}

async function take(lease: Lease, names: readonly string[]): Promise<readonly Held[]> {
  const asked = names.map(async (name) => ({ name, token: await lease.take(name, leaseMs).catch(() => null) }));
  return (await Promise.all(asked)).flatMap(({ name, token }) => (token === null ? [] : [{ name, token }]));
}
