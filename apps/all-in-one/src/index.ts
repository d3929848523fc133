export { readParleyConfig } from './config.ts';
export type { ParleyConfig } from './config.ts';
export { startParley } from './start-parley.ts';
export type { Parley } from './start-parley.ts';
export type { World } from './world.ts';
