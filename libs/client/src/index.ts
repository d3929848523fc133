export { createParleyClient, ParleyProblem, unwrap } from './parley-client.ts';
export type { ParleyClient, ParleyClientOptions, Problem } from './parley-client.ts';
export type { components, operations, paths } from './gen/api.ts';
