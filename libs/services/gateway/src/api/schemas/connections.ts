import { z } from 'zod';
import { connectionId, flowId, next, time } from './primitives.ts';

const secret = z.string().min(1).max(10_000);

/** Channels whose connections this release makes. */
export const channelName = z.enum(['web-chat']);

export const newConnection = z
  .strictObject({
    connection: connectionId.optional().describe('Its public id; absent = one that cannot be guessed is made'),
    channel: channelName,
    flow: flowId,
    settings: z
      .strictObject({
        allowedOrigins: z.array(z.string().max(300)).max(50).default([]),
        showJournal: z.boolean().default(false),
        title: z.string().max(100).optional(),
      })
      .prefault({}),
    secrets: z
      .object({ identitySecret: z.string().min(32).max(1_000).optional() })
      .catchall(secret)
      .prefault({}),
  })
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
export const connectionHealth = z
  .object({
    connection: connectionId,
    paused: z.boolean(),
    lastMovedAt: time.nullable(),
    pendingDeliveries: z.int(),
    oldestPendingAt: time.nullable(),
    quarantined: z.int(),
  })
  .meta({ id: 'ConnectionHealth' });
