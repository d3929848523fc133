export { isAlive, startedAt, waitForExit } from '../embedded/processes.ts';
export { outsideServerHome, prepareOutsideServer } from './outside-server.ts';
export type { OutsideServerOptions, ServerLaunch } from './outside-server.ts';
export { testDatabase } from './test-database.ts';
export type { TestDatabase } from './test-database.ts';
