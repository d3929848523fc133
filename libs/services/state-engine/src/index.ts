export { engineDefaults } from './config.ts';
export type { EngineConfig } from './config.ts';
export type { EnginePorts } from './engine-ports.ts';
export { createStateEngine } from './state-engine.ts';
export type { StateEngine } from './state-engine.ts';
