import { z } from 'zod';
import { connectionId, conversationId, next, time } from './primitives.ts';

export const operationPage = z
  .object({
    operations: z.array(
      z.object({
        conversation: conversationId,
        operation: z.string(),
        adapter: z.string(),
        seq: z.int(),
        attempts: z.int(),
        claimed: z.int(),
        deadline: time,
        notBefore: time,
      }),
    ),
    next,
  })
  .meta({ id: 'OperationPage' });
export const failedPage = z
  .object({
    failed: z.array(
      z.object({
        conversation: conversationId,
        seq: z.int(),
        eventId: z.string(),
        code: z.string().nullable(),
        kind: z.string().nullable(),
        at: time,
      }),
    ),
    next,
  })
  .meta({ id: 'FailedPage' });
export const redriveBody = z
  .strictObject({
    conversation: conversationId,
    seq: z
      .int()
      .min(1)
      .max(2 ** 31 - 1),
    attempt: z.int().min(1).max(100).default(1).describe('Which try this is: the same one is done once'),
  })
  .meta({ id: 'Redrive' });
export const redriven = z
  .object({
    eventId: z.string(),
    settled: z.boolean(),
    seq: z.int().nullable(),
    outcome: z.string().nullable(),
    code: z.string().nullable(),
  })
  .meta({ id: 'Redriven' });

export const quarantineId = z.string().regex(/^[0-9a-f]{64}$/, 'is 64 hex digits');
const item = { id: quarantineId, connection: connectionId, reason: z.string(), receivedAt: time };
export const quarantinePage = z.object({ items: z.array(z.object(item)), next }).meta({ id: 'QuarantinePage' });
export const quarantinedBody = z
  .object({ ...item, body: z.string().describe('base64'), bytes: z.int() })
  .meta({ id: 'QuarantinedBody' });
export const rerun = z.object({ eventIds: z.array(z.string()) }).meta({ id: 'Rerun' });
