export type { ImportNote, ImportProblem } from './problem.ts';
