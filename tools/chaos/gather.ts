import { setTimeout as pause } from 'node:timers/promises';
import { content, type HttpAnswer, type VisitorMessage, type VisitorPage } from '@parley/testing';
import type { Story, World } from './actor.ts';
import type { Evidence } from './judge.ts';
import { slackConnection } from './population.ts';

const AGAIN_MS = 200;

/** What was recorded of each story, as the API tells it. */
export async function gather(stories: readonly Story[], worlds: readonly World[]): Promise<Evidence[]> {
  const inSlack = new Map<string, { readonly conversation: string; readonly journal: Evidence['journal'] }>();
  for (const world of worlds) {
    for (const conversation of await slackConversations(world)) {
      const journal = await wholeJournal(world, conversation);
      inSlack.set(journal[0]?.entry?.stimulus.eventId ?? '', { conversation, journal });
    }
  }
  const evidence: Evidence[] = [];
  for (const story of stories) {
    const world = worlds.find((one) => one.tenant === story.tenant);
    // Slack tells nobody which conversation an event belongs to: it is the one that began with it.
    const found = inSlack.get(story.acknowledged[0]?.eventId ?? '');
    const conversation = found?.conversation ?? story.conversation;
    if (world === undefined || conversation === '' || story.erased) {
      evidence.push({ story, journal: [], messages: [] });
    } else {
      const journal = found?.journal ?? (await wholeJournal(world, conversation));
      evidence.push({ story: { ...story, conversation }, journal, messages: await wholeTalk(world, conversation) });
    }
  }
  return evidence;
}

/** One in which something happens meanwhile goes to the front of the list, behind whoever walks it: walked until nothing is new. */
async function slackConversations({ api }: World): Promise<ReadonlySet<string>> {
  const all = new Set<string>();
  for (let known = -1; known < all.size;) {
    known = all.size;
    for (let cursor: string | null = ''; cursor !== null;) {
      const path = `/v1/conversations?connection=${slackConnection}&limit=100${cursor && `&cursor=${cursor}`}`;
      const page: ConversationPage = content<ConversationPage>(await asked(api, path));
      for (const { conversation } of page.conversations) all.add(conversation);
      cursor = page.next;
    }
  }
  return all;
}

/** What comes too often for a key is asked for again. */
async function asked(api: World['api'], path: string): Promise<HttpAnswer> {
  for (;;) {
    const answer = await api.call('GET', path).catch((cause: unknown) => {
      throw new Error(`no answer to GET ${path}`, { cause });
    });
    if (answer.status !== 429) return answer;
    await pause(AGAIN_MS);
  }
}

interface ConversationPage {
  readonly conversations: readonly { readonly conversation: string }[];
  readonly next: string | null;
}

async function wholeJournal({ api }: World, conversation: string): Promise<Evidence['journal']> {
  const rows: Evidence['journal'][number][] = [];
  for (;;) {
    const after = rows.at(-1)?.seq ?? 0;
    const answer = await asked(api, `/v1/conversations/${conversation}/journal?after=${after}`);
    // Nothing is recorded of it: the judge knows whether something had been promised.
    if (answer.status === 404) return rows;
    const page = content<{ readonly entries: Evidence['journal'] }>(answer).entries;
    if (page.length === 0) return rows;
    rows.push(...page);
  }
}

async function wholeTalk({ api }: World, conversation: string): Promise<readonly VisitorMessage[]> {
  const messages: VisitorMessage[] = [];
  for (;;) {
    const after = messages.at(-1)?.number ?? 0;
    const answer = await asked(api, `/v1/conversations/${conversation}/messages?after=${after}`);
    // As above: whoever came and said nothing that was acknowledged has no conversation.
    if (answer.status === 404) return messages;
    const page = content<VisitorPage>(answer);
    if (page.messages.length === 0) return messages;
    messages.push(...page.messages);
  }
}
