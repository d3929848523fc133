import { API_KEY_ID_BYTES, API_KEY_SECRET_BYTES, makeApiKey } from '@parley/access';

/** A platform key for a composition that was given none; it is the caller's to keep. */
export function newPlatformKey(environment: string, random: (bytes: number) => Uint8Array): string {
  return makeApiKey(environment, random(API_KEY_ID_BYTES + API_KEY_SECRET_BYTES)).text;
}
