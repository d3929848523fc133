import { expectedReplies, isAsExpected, type LoadedConversation, type Turn } from './conversation-load.ts';

const READERS = 32;

export interface Faults {
  lost: number;
  doubled: number;
  reordered: number;
}

export function addFaults(all: readonly Faults[]): Faults {
  const sum: Faults = { lost: 0, doubled: 0, reordered: 0 };
  for (const { lost, doubled, reordered } of all) {
    sum.lost += lost;
    sum.doubled += doubled;
    sum.reordered += reordered;
  }
  return sum;
}

/** Reads every conversation to its end: each turn answered once, in order, with the texts that it must have. */
export async function closingPoll(
  conversations: readonly LoadedConversation[],
  greeting: string,
  cycle: readonly Turn[],
  patienceMs: number,
): Promise<Faults> {
  const faults: Faults = { lost: 0, doubled: 0, reordered: 0 };
  const deadline = performance.now() + patienceMs;
  let next = 0;
  await Promise.all(
    Array.from({ length: READERS }, async () => {
      while (next < conversations.length) {
        const one = conversations[next++];
        if (one !== undefined) await compare(one, expectedReplies(greeting, cycle, one.turns), deadline, faults);
      }
    }),
  );
  return faults;
}

async function compare(
  one: LoadedConversation,
  expected: readonly string[],
  deadline: number,
  faults: Faults,
): Promise<void> {
  let said: readonly string[] = [];
  do {
    await one.visitor.read();
    said = one.visitor.messages.filter((message) => message.from === 'bot').map((message) => message.text);
  } while (said.length < expected.length && performance.now() < deadline);
  faults.lost += Math.max(0, expected.length - said.length);
  faults.doubled += Math.max(0, said.length - expected.length);
  const differs = said.some((text, index) => !isAsExpected(text, expected[index] ?? ''));
  if (said.length === expected.length && differs) faults.reordered += 1;
}
