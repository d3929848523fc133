import { WebVisitor, type HttpClient } from '@parley/testing';
import type { Latencies } from './latencies.ts';

/** One turn: what is said, and every reply it has to bring. */
export interface Turn {
  readonly say: string;
  readonly replies: readonly string[];
}

/** One conversation under load. */
export interface LoadedConversation {
  readonly visitor: WebVisitor;
  turns: number;
  sentAt: number;
  busy: boolean;
}

export interface Load {
  readonly conversations: readonly LoadedConversation[];
  readonly ack: Latencies;
  acknowledged: number;
  refused: number;
}

/** Opens conversations, each with its greeting said. */
export async function openConversations(
  http: HttpClient,
  connection: string,
  count: number,
  atOnce: number,
): Promise<LoadedConversation[]> {
  const opened: LoadedConversation[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) {
        const index = next++;
        const visitor = await WebVisitor.arrive(http, connection);
        await visitor.opened();
        opened[index] = { visitor, turns: 0, sentAt: 0, busy: false };
      }
    }),
  );
  return opened;
}

/**
 * Says the cycle's turns, round and round over all conversations, `atOnce` requests at a time, until `until`
 * (performance.now ms). While the server is behind nothing is said: what it holds on credit would not be sustained.
 */
export async function speak(
  load: Load,
  cycle: readonly Turn[],
  { atOnce, until, isBehind }: { readonly atOnce: number; readonly until: number; readonly isBehind: () => boolean },
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async (_, worker) => {
      while (performance.now() < until) {
        if (isBehind()) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          continue;
        }
        const one = load.conversations[next++ % load.conversations.length];
        if (one === undefined || one.busy) continue;
        one.busy = true;
        await sayOnce(load, one, cycle, worker);
        one.busy = false;
      }
    }),
  );
}

async function sayOnce(load: Load, one: LoadedConversation, cycle: readonly Turn[], worker: number): Promise<void> {
  const turn = cycle[one.turns % cycle.length];
  const began = performance.now();
  one.sentAt = began;
  const answer = await one.visitor.say(`${one.turns}-${worker}`, turn?.say ?? '');
  if (answer.status !== 200) {
    load.refused += 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
    return;
  }
  load.ack.add(performance.now() - began);
  load.acknowledged += 1;
  one.turns += 1;
}

/** The replies that a conversation must hold after so many turns, greeting first. */
export function expectedReplies(greeting: string, cycle: readonly Turn[], turns: number): string[] {
  return [greeting, ...Array.from({ length: turns }, (_, index) => cycle[index % cycle.length]?.replies ?? []).flat()];
}

/** `{any}` in an expected text stands for anything. */
export function isAsExpected(text: string, expected: string): boolean {
  const [head = '', tail] = expected.split('{any}');
  return tail === undefined ? text === expected : text.startsWith(head) && text.endsWith(tail);
}
