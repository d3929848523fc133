import { z } from 'zod';
import { connectionId, flowId, next, time } from './primitives.ts';

const secret = z.string().min(1).max(10_000);

const title = z.string().max(100).optional();
const held = {
  connection: connectionId.optional().describe('Its public id; absent = one that cannot be guessed is made'),
  flow: flowId,
};

/** What a connection holds, by channel. What makes a vendor's secret a good one, security knows. */
const webChat = z.strictObject({
  channel: z.literal('web-chat'),
  ...held,
  settings: z
    .strictObject({
      allowedOrigins: z.array(z.string().max(300)).max(50).default([]),
      showJournal: z.boolean().default(false),
      title,
    })
    .prefault({}),
  secrets: z
    .object({ identitySecret: z.string().min(32).max(1_000).optional() })
    .catchall(secret)
    .prefault({}),
});
const slack = z.strictObject({
  channel: z.literal('slack'),
  ...held,
  settings: z.strictObject({ title }).prefault({}),
  secrets: z.strictObject({ signingSecret: z.string().max(1_000), botToken: z.string().max(1_000) }),
});

/** Where nobody knows the channel, what is the same for every channel is still held against its shape. */
const ofAnyChannel = z.looseObject({ channel: z.enum(['web-chat', 'slack']), ...held });
function tellOfUnknown(value: unknown, context: z.RefinementCtx): unknown {
  const issues = ofAnyChannel.safeParse(value).error?.issues ?? [];
  if (!issues.some(({ path }) => path[0] === 'channel')) return value;
  for (const { path, message } of issues) context.addIssue({ code: 'custom', path, message });
  return value;
}

export const newConnection = z
  .preprocess(tellOfUnknown, z.discriminatedUnion('channel', [webChat, slack]))
  .meta({ id: 'NewConnection' });
export const connectionView = z
  .object({
    connection: connectionId,
    channel: z.string(),
    flow: flowId,
    settings: z.record(z.string(), z.unknown()),
    createdAt: time,
    paused: z.boolean(),
    secretsRotatedAt: time.nullable(),
  })
  .meta({ id: 'Connection' });
export const connectionPage = z.object({ connections: z.array(connectionView), next }).meta({ id: 'ConnectionPage' });
export const bindBody = z.strictObject({ flow: flowId }).meta({ id: 'Binding' });
export const bound = z.object({ connection: connectionId, flow: flowId }).meta({ id: 'Bound' });
export const secretsBody = z
  .strictObject({
    secrets: z
      .record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/), secret)
      .refine((given) => {
        const names = Object.keys(given).length;
        return names >= 1 && names <= 20;
      }, 'names 1 to 20 secrets')
      .meta({ minProperties: 1, maxProperties: 20 }),
  })
  .meta({ id: 'Secrets' });
export const pauseBody = z.strictObject({ paused: z.boolean() }).meta({ id: 'Pause' });
/** The newest sign of each kind; null = there was none. */
export const connectionSigns = z.object({
  lastInboundAt: time.nullable().describe('When a genuine request last came'),
  verifiedAt: time.nullable().describe('When the vendor last verified the subscription'),
  lastOutboundAt: time.nullable().describe('When a reply last went out'),
  lastError: z
    .object({ at: time, what: z.string() })
    .nullable()
    .describe('What last went wrong; never what anybody said'),
});
export const connectionHealth = connectionSigns
  .extend({
    connection: connectionId,
    paused: z.boolean(),
    lastMovedAt: time.nullable(),
    pendingDeliveries: z.int(),
    oldestPendingAt: time.nullable(),
    quarantined: z.int(),
  })
  .meta({ id: 'ConnectionHealth' });
