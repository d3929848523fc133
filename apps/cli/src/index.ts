export { runParley } from './run-parley.ts';
export type { World } from './world.ts';
