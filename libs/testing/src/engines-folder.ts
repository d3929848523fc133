import { fileURLToPath } from 'node:url';

/** Of `npm run engines`: programs, data, logs, and engines.json, which says where they are. */
export const ENGINES_FOLDER = fileURLToPath(new URL('../../../.engines', import.meta.url));
