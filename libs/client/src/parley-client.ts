import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './gen/api.ts';

export interface ParleyClientOptions {
  /** Where Parley is: `https://chat.example`. */
  readonly url: string;
  /** `pk_…`. */
  readonly apiKey: string;
  /** In place of the global one. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** Every address of `/v1`, with the types of what it takes and answers. */
export type ParleyClient = Client<paths>;

/** What a refused request is answered with (RFC 9457). `code` is stable. */
export type Problem = components['schemas']['Problem'];

/** The tenant API. Requests and answers are typed by the API's own description. */
export function createParleyClient({ url, apiKey, fetch }: ParleyClientOptions): ParleyClient {
  const headers = { authorization: `Bearer ${apiKey}` };
  return createClient<paths>({ baseUrl: url, headers, ...(fetch && { fetch }) });
}

/** A request that was refused. */
export class ParleyProblem extends Error {
  override readonly name = 'ParleyProblem';
  readonly status: number;
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
    this.status = problem.status;
    this.problem = problem;
  }
}

/**
 * The answer's body, for callers who would rather catch than look.
 * @throws ParleyProblem where the request was refused
 */
export async function unwrap<Body>(
  asked: Promise<{ readonly data?: Body; readonly error?: unknown; readonly response: Response }>,
): Promise<Body> {
  const { data, error, response } = await asked;
  if (response.ok) return data as Body;
  const known = typeof error === 'object' && error !== null && 'code' in error ? (error as Problem) : null;
  const { status, statusText: title } = response;
  throw new ParleyProblem(known ?? { type: 'about:blank', title, status, code: 'unknown', detail: title });
}
