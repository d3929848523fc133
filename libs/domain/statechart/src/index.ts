export type * from './core-format.ts';
export type * from './snapshot.ts';
export type { Problem } from './problem.ts';
