import { z } from 'zod';

/** application/problem+json (RFC 9457), with a code that is stable. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable: build on this, not on the words'),
    detail: z.string(),
    traceId: z.string().optional(),
    problems: z
      .array(
        z.looseObject({
          pointer: z.string().describe('JSON pointer to what is wrong'),
          message: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem' });
