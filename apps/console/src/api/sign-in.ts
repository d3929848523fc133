import { createParleyClient, ParleyProblem, unwrap, type ParleyClient } from '@parley/client';
import { isProblem, sentenceOf } from './sentence-of.ts';

const PATIENCE_MS = 40_000;

export type SignedIn =
  | { readonly ok: true; readonly client: ParleyClient }
  /** Why the key is not taken. */
  | { readonly ok: false; readonly sentence: string };

interface Door {
  readonly url: string;
  /** Told when the key that was good is refused later. */
  readonly onRefused: () => void;
  readonly fetch: (request: Request) => Promise<Response>;
}

/** Tries a key. One that may do little is good: what it may not do says so where it is asked for. */
export async function signIn(key: string, { url, onRefused, fetch }: Door): Promise<SignedIn> {
  if (!/^pk_[\x21-\x7e]+$/.test(key)) return { ok: false, sentence: 'This is not an API key: one begins with pk_.' };
  let isIn = false;
  const patient = async (request: Request): Promise<Response> => {
    const response = await fetch(new Request(request, { signal: AbortSignal.timeout(PATIENCE_MS) }));
    if (isIn && response.status === 401) onRefused();
    return response;
  };
  const client = createParleyClient({ url, apiKey: key, fetch: patient });
  try {
    await unwrap(client.GET('/v1/flows', { params: { query: { limit: 1 } } }));
  } catch (fault) {
    if (!isProblem(fault, 'auth.scope-missing')) {
      const isRefused = fault instanceof ParleyProblem && fault.status === 401;
      return {
        ok: false,
        sentence: isRefused
          ? 'This API key is not accepted: it is wrong, has run out, or was ended.'
          : sentenceOf(fault),
      };
    }
  }
  isIn = true;
  return { ok: true, client };
}
