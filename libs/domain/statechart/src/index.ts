export type {
  CoreAction,
  CoreAfter,
  CoreBranch,
  CoreDatum,
  CoreDoneData,
  CoreEffect,
  CoreForeach,
  CoreInitial,
  CoreInvoke,
  CoreMachine,
  CoreState,
  CoreTransition,
  ExpressionText,
  Limits,
} from './core-format.ts';
export type {
  At,
  Effect,
  ExternalEvent,
  Failure,
  Input,
  OpenOperation,
  PendingTimer,
  RefusalCode,
  Snapshot,
  Step,
  StepFailure,
  TraceRecord,
} from './snapshot.ts';
export type { Problem } from './problem.ts';
export type { Machine } from './machine.ts';
export { activeStates, nextDue } from './active.ts';
export { compile, type Compilation, type CompileOptions } from './compile.ts';
export { DEFAULT_LIMITS } from './limits.ts';
export { restore, type Restoration } from './restore.ts';
export { start, step } from './step.ts';
