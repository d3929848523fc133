import type { LoadedConversation, Turn } from './conversation-load.ts';

const TICK_MS = 5;

/** A crowd that speaks at one rate however long answers take: its messages a second do not fall when the server is slow. */
export interface Crowd {
  readonly conversations: readonly LoadedConversation[];
  readonly turn: Turn;
  readonly perSecond: number;
}

/** Speaks for `seconds`, each conversation in its turn; answers how many messages were not taken. */
export async function speakAtRate({ conversations, turn, perSecond }: Crowd, seconds: number): Promise<number> {
  const began = performance.now();
  const total = Math.round(perSecond * seconds);
  const underWay = new Set<Promise<void>>();
  let said = 0;
  let refused = 0;
  while (said < total) {
    const due = Math.min(total, Math.ceil(((performance.now() - began) / 1000) * perSecond));
    while (said < due) {
      const one = conversations[said++ % conversations.length];
      if (one === undefined) continue;
      const saying = say(one, turn).then((taken) => {
        if (!taken) refused += 1;
        underWay.delete(saying);
      });
      underWay.add(saying);
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await Promise.all(underWay);
  return refused;
}

async function say(one: LoadedConversation, turn: Turn): Promise<boolean> {
  one.sentAt = performance.now();
  one.turns += 1;
  const answer = await one.visitor.say(`paced-${one.turns}`, turn.say);
  return answer.status === 200;
}
