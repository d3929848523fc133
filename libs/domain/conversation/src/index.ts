export type * from './entry.ts';
export type * from './projection.ts';
