export { EngineProblem } from './engine.ts';
export type { EngineOptions, GuardedDoor, Say } from './engine.ts';
export { lastLines } from './processes.ts';
export { emptyEngine, ENGINES, findEngine, startEngine } from './running-engine.ts';
export type { RunningEngine } from './running-engine.ts';
