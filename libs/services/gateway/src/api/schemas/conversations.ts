import { z } from 'zod';
import {
  actId,
  agentName,
  connectionId,
  conversationId,
  count,
  flowId,
  language,
  moment,
  next,
  paging,
  plainText,
  time,
  waitText,
} from './primitives.ts';

const maxNumber = 2 ** 31 - 1;
const status = z.enum(['bot', 'agent', 'ended', 'erased']);

export const conversationFilter = z.strictObject({
  ...paging,
  status: status.optional(),
  state: z
    .string()
    .regex(/^[\w.-]{1,200}$/)
    .optional()
    .describe('An active state'),
  flow: flowId.optional(),
  connection: connectionId.optional(),
  since: moment().optional(),
  until: moment().optional(),
  text: plainText(1, 200).optional().describe('Words that were all said in it'),
});
export const conversationView = z
  .object({
    conversation: conversationId,
    connection: z.string(),
    seq: z.int(),
    episode: z.int(),
    flow: z.string().describe('Hash of the version that it runs or ran last'),
    language: z.string(),
    status,
    states: z.array(z.string()),
    lastMessage: z.int(),
    firstMessage: z.int(),
    epoch: z.int(),
    updatedAt: time,
  })
  .meta({ id: 'Conversation' });
export const watchedConversation = conversationView
  .extend({
    online: z
      .boolean()
      .nullable()
      .describe('Whether its visitor has a page open now; null = nobody can say, or its channel has no pages'),
  })
  .meta({ id: 'WatchedConversation' });
export const conversationPage = z
  .object({ conversations: z.array(conversationView), next })
  .meta({ id: 'ConversationPage' });

export const messageView = z
  .object({
    number: z.int(),
    from: z.enum(['person', 'bot', 'agent']),
    text: z.string(),
    choices: z.array(z.object({ label: z.string(), intent: z.string(), episode: z.int(), question: z.int() })),
    at: time,
    clientId: z.string().optional().describe('The id that the client gave it'),
  })
  .meta({ id: 'Message' });
export const messagesQuery = z.strictObject({
  after: count(0, maxNumber).optional(),
  limit: count(1, 200).optional(),
});
export const messagePage = z
  .object({
    messages: z.array(messageView),
    last: z.int().describe('Ask again after this number'),
    status: z.string(),
    typing: z.boolean(),
  })
  .meta({ id: 'MessagePage' });
export const entryView = z
  .object({
    seq: z.int(),
    entry: z.record(z.string(), z.unknown()).nullable().describe('null once its key is destroyed'),
    trace: z.array(z.unknown()).describe('Why it happened; computed again when asked'),
    states: z.array(z.string()),
    stepMicros: z.number(),
    traceId: z.string().nullable().describe('The trace in which the stimulus came; null where nothing was traced'),
  })
  .meta({ id: 'JournalEntry' });
export const journalPage = z.object({ entries: z.array(entryView) }).meta({ id: 'JournalPage' });
export const contextView = z
  .object({
    seq: z.int(),
    data: z.record(z.string(), z.unknown()).nullable().describe('null where no episode runs'),
    states: z.array(z.string()),
    operations: z.array(z.string()),
    claimedBy: z.string().nullable(),
  })
  .meta({ id: 'Context' });

export const waitQuery = z.strictObject({ wait: waitText.optional() });
const said = { id: actId.optional(), text: plainText(1, 32_000), language: language.optional() };
export const personMessage = z.strictObject(said).meta({ id: 'PersonMessage' });
export const newConversation = z.strictObject({ connection: connectionId, ...said }).meta({ id: 'NewConversation' });
export const messagePosted = z
  .object({
    conversation: conversationId,
    eventId: z.string(),
    settled: z.boolean().describe('false = it is durable, and its outcome is not known yet'),
    seq: z.int().nullable(),
    outcome: z.string().nullable(),
    code: z.string().nullable(),
    messages: z.array(messageView).describe('What its entry said'),
  })
  .meta({ id: 'MessagePosted' });
export const agentMessage = z
  .strictObject({ id: actId.optional(), agent: agentName, text: plainText(1, 32_000) })
  .meta({ id: 'AgentMessage' });
export const agentAct = z.strictObject({ id: actId.optional(), agent: agentName }).meta({ id: 'AgentAct' });
export const act = z.strictObject({ id: actId.optional() }).meta({ id: 'Act' });
export const recorded = z.object({ eventId: z.string(), seq: z.int() }).meta({ id: 'Recorded' });
