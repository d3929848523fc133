export type { Button, EventId, Source, Stimulus, StimulusBody } from './stimulus.ts';
