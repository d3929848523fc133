export { decide, decideFailure } from './decide.ts';
export type { Decision, Moment } from './decide.ts';
export type {
  Aftermath,
  Choice,
  ConversationState,
  ConversationStatus,
  Entry,
  EntryMessage,
  EntryOutcome,
  Thinking,
  Waiting,
} from './entry.ts';
export { isShellFailure, shellFailures } from './failures.ts';
export { closedOperations, nextDue, openedOperations } from './operations.ts';
export type { OpenedOperation } from './operations.ts';
export { flowRules } from './flow-rules.ts';
export { projectOutcome } from './project-outcome.ts';
export type { ConversationSummary, DeliveryRow, MessageRow, Projection } from './projection.ts';
export { searchWords } from './search-words.ts';
export { compareEntries, recompute, replay } from './replay.ts';
export type { Drift, Mismatch, Replay, RulesByHash } from './replay.ts';
export type {
  Arrived,
  InterpretContext,
  InvokeEffect,
  OperationTerms,
  RemoteModel,
  RenderedText,
  RestoredSnapshot,
  Rules,
  SayEffect,
  Understand,
} from './rules.ts';
export {
  beginsEpisode,
  engineVersion,
  isRunning,
  isUnderWay,
  stateAfterErasure,
  stateAfterLostKey,
  statusOf,
  untouched,
} from './state.ts';
