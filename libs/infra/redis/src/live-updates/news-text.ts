import type { Choice, MessageRow } from '@parley/conversation';
import type { News } from '@parley/ports';
import { z } from 'zod';

/** What one process tells the others. */
export interface Hint {
  /** Who says it: nobody needs to hear himself. */
  readonly origin: string;
  readonly conversation: string;
  /** JSON of the news; '' = none. */
  readonly news: string;
}

/** Longer ones are not sent, only that there is something to read. */
const mostNewsLength = 2_000;

/** Three lines, so that who does not listen to the conversation need not parse: no news hold a line break, as JSON. */
export function writeHint(origin: string, conversation: string, news: News | undefined, carriesTexts: boolean): string {
  const hasTexts = (news?.messages ?? []).length > 0;
  // Without their messages the news would say that there were none.
  const text = news === undefined || (hasTexts && !carriesTexts) ? '' : JSON.stringify(news);
  return `${origin}\n${conversation}\n${text.length > mostNewsLength ? '' : text}`;
}

/** null = not written by us. */
export function readHint(text: string): Hint | null {
  const [first, last] = [text.indexOf('\n'), text.lastIndexOf('\n')];
  if (first === last) return null;
  return { origin: text.slice(0, first), conversation: text.slice(first + 1, last), news: text.slice(last + 1) };
}

/** undefined = none, or not such as this release writes: then they are read where they are stored. */
export function readNews({ news, conversation }: Hint): News | undefined {
  if (news === '') return undefined;
  const read = newsShape.safeParse(parse(news));
  if (!read.success) return undefined;
  const { last, status, messages } = read.data;
  if (messages?.some((message) => message.conversation !== conversation)) return undefined;
  return { last, ...(status !== undefined && { status }), ...(messages !== undefined && { messages }) };
}

const choice: z.ZodType<Choice> = z.strictObject({
  label: z.string(),
  intent: z.string(),
  episode: z.number(),
  question: z.number(),
});

const message: z.ZodType<MessageRow> = z.strictObject({
  tenant: z.string(),
  conversation: z.string(),
  number: z.int().positive(),
  seq: z.int().positive(),
  from: z.enum(['person', 'bot', 'agent']),
  text: z.string(),
  choices: z.array(choice),
  eventId: z.custom<MessageRow['eventId']>((value) => typeof value === 'string' && value.includes(':')),
  at: z.number(),
});

const newsShape = z.strictObject({
  last: z.int().nonnegative(),
  status: z.string().optional(),
  messages: z.array(message).optional(),
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
