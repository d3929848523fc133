import type { Turn } from './conversation-load.ts';
import type { Faults } from './closing-poll.ts';
import type { FarReplies } from './far-words.ts';
import { Latencies } from './latencies.ts';
import type { SlackCrowd, SlackTalk } from './slack-crowd.ts';

export interface Checked {
  readonly faults: Faults;
  /** From when a message was due to be said until the last of its replies was received. */
  readonly delivered: Latencies;
}

interface Received {
  readonly text: string;
  readonly at: number;
}

/** Compares everything that the far side received in a phase with what every turn of it has to bring, in its order. */
export function checkReplies(crowd: SlackCrowd, told: FarReplies): Checked {
  const received = byName(told);
  const faults: Faults = { lost: 0, doubled: 0, reordered: 0 };
  const delivered = new Latencies();
  for (const talk of crowd.talks) {
    const turns = Array.from({ length: talk.turns - talk.begun }, (_, index) => crowd.turn(talk.begun + index));
    const replies = received.get(talk.name) ?? [];
    received.delete(talk.name);
    count(turns, replies, faults);
    addLatencies(talk, turns, replies, delivered);
  }
  // What nobody asked for.
  for (const replies of received.values()) faults.doubled += replies.length;
  return { faults, delivered };
}

function byName({ names, texts, who, what, at }: FarReplies): Map<string, Received[]> {
  const found = new Map<string, Received[]>(names.map((name) => [name, []]));
  who.forEach((name, index) => {
    const reply = { text: texts[what[index] ?? 0] ?? '', at: at[index] ?? 0 };
    found.get(names[name] ?? '')?.push(reply);
  });
  return found;
}

function count(turns: readonly Turn[], replies: readonly Received[], faults: Faults): void {
  const expected = turns.flatMap((turn) => turn.replies);
  faults.lost += Math.max(0, expected.length - replies.length);
  faults.doubled += Math.max(0, replies.length - expected.length);
  const differs = replies.some(({ text }, index) => text !== expected[index]);
  if (replies.length === expected.length && differs) faults.reordered += 1;
}

function addLatencies(
  talk: SlackTalk,
  turns: readonly Turn[],
  replies: readonly Received[],
  delivered: Latencies,
): void {
  let last = -1;
  for (const [index, turn] of turns.entries()) {
    last += turn.replies.length;
    const reply = replies[last];
    const saidAt = talk.saidAt[index];
    if (reply !== undefined && saidAt !== undefined) delivered.add(reply.at - saidAt);
  }
}
