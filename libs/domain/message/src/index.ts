export { parseJson } from './parse-json.ts';
export type { ParsedJson } from './parse-json.ts';
export type { Button, EventId, Source, Stimulus, StimulusBody } from './stimulus.ts';
export { wellFormed } from './well-formed.ts';
