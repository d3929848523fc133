export { parseExample } from './annotation.ts';
export type { ParsedExample, Span } from './annotation.ts';
export { recogniseNumbers } from './numbers.ts';
export type { NumberFound } from './numbers.ts';
export { scripted } from './scripted.ts';
export { findSlotValues, readSlotValue } from './slot-value.ts';
export type { SlotValue } from './slot-value.ts';
export { train } from './train.ts';
export { FLOOR, MAX_CHARACTERS, MAX_WORDS } from './types.ts';
export type {
  Alternative,
  Entity,
  IntentExamples,
  Model,
  NumberSlot,
  SlotKind,
  TextSlot,
  TrainingSet,
  Understanding,
} from './types.ts';
export { understand } from './understand.ts';
