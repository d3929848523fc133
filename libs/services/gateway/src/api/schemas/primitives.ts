import { wellFormed } from '@parley/message';
import { z } from 'zod';

/** Replaces what zod says of a schema in the OpenAPI: for values that travel as text. */
const described = (openapi: Readonly<Record<string, unknown>>) => ({ openapi });

/** What people write: no NUL, no half of a surrogate pair; PostgreSQL keeps neither. */
export const plainText = (min: number, max: number) =>
  z
    .string()
    .min(min)
    .max(max)
    .refine((text) => wellFormed(text) === text, 'holds a character that is none (U+0000 or half a surrogate pair)')
    .meta({ pattern: '^[^\\u0000]*$' });

/** A whole number in the query. */
export const count = (min: number, max: number) =>
  z
    .string()
    .regex(/^(0|[1-9]\d{0,14})$/, 'has to be a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .meta(described({ type: 'integer', minimum: min, maximum: max }));

/** A moment in the query, ms since the epoch. */
export const moment = () => count(0, 8_640_000_000_000).describe('ms since the epoch');

/** How long to wait, in the query: `5s`, `500ms`. */
export const waitText = z
  .string()
  .regex(/^(\d{1,5}ms|\d{1,2}s)$/, 'has to be like 5s or 500ms, at most 30s')
  .transform((text) => (text.endsWith('ms') ? Number(text.slice(0, -2)) : Number(text.slice(0, -1)) * 1_000))
  .pipe(z.int().min(0).max(30_000))
  .meta(described({ type: 'string', pattern: '^([12]?\\d{1,4}ms|[12]?\\ds|30s|30000ms)$', examples: ['5s'] }));

export const tenantId = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'is 1 to 63 of a–z, 0–9 and `-`');
export const flowId = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'is 1 to 63 of a–z, 0–9 and `-`');
export const connectionId = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'is 1 to 63 of a–z, 0–9 and `-`');
export const conversationId = z.string().regex(/^[0-9A-Za-z_-]{1,128}$/, 'is 1 to 128 letters and digits');
export const versionHash = z.string().regex(/^[0-9a-f]{64}$/, 'is 64 hex digits');
export const keyId = z.string().regex(/^[0-9A-Za-z]{11}$/, 'is 11 letters and digits');
/** What a client calls an act of its own. */
export const actId = z.string().regex(/^[\x21-\x7e]{1,128}$/, 'is 1 to 128 visible ASCII characters');
export const agentName = plainText(1, 100);
export const language = z.string().regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/, 'is a BCP 47 language');

/** ms since the epoch. */
export const time = z.int().min(0).describe('ms since the epoch');

const cursor = z.string().regex(/^[\x21-\x7e]{1,300}$/, 'is none of ours');

/** Every list takes these. */
export const paging = {
  limit: count(1, 200).optional(),
  cursor: cursor.optional().describe('`next` of the page before'),
};
export const pageQuery = z.strictObject(paging);
export type PageQuery = z.infer<typeof pageQuery>;

/** Every list answers this beside its rows. */
export const next = z.string().nullable().describe('The cursor of the next page; null = this is the last');

/** `next` as it leaves: services say '' where there is none. */
export const nextOf = (cursorText: string): string | null => (cursorText === '' ? null : cursorText);
