export { exportScxml } from './export-scxml.ts';
export { importScxml } from './import-scxml.ts';
export type { Importation, ImportNote, ImportProblem } from './problem.ts';
