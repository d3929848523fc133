import { parseJson } from '@parley/message';
import type { ZodType } from 'zod';
import { GatewayFault } from './problem.ts';

const maxDepth = 32;

/** A JSON body of a known shape; an empty one counts as `{}`. */
export function readBody<Body>(schema: ZodType<Body>, body: unknown): Body {
  const bytes = body instanceof Uint8Array ? body : new Uint8Array();
  const json = bytes.length === 0 ? { ok: true as const, value: {} } : parseJson(bytes, maxDepth);
  if (!json.ok) throw new GatewayFault(400, `body.${json.reason}`, 'The body has to be JSON of little depth.');
  const read = schema.safeParse(json.value);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => ({ pointer: pointerOf(path), message }));
  throw new GatewayFault(400, 'body.invalid', 'The body is not of the shape that this address takes.', { problems });
}

/** A whole number from the query; what is missing is `fallback`. */
export function readCount(text: string | undefined, name: string, fallback: number, max: number): number {
  if (text === undefined || text === '') return fallback;
  const count = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (count <= max) return count;
  throw new GatewayFault(400, 'query.invalid', `\`${name}\` has to be a whole number from 0 to ${max}.`);
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
