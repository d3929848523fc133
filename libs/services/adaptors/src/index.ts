export { createAdaptors } from './adaptors.ts';
export type { Adaptors, AdaptorsPorts } from './adaptors.ts';
