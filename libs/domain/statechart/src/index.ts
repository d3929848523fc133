export type {
  CoreAction,
  CoreAfter,
  CoreBlocks,
  CoreBranch,
  CoreCancel,
  CoreContent,
  CoreDatum,
  CoreDoneData,
  CoreEffect,
  CoreForeach,
  CoreInitial,
  CoreInvoke,
  CoreMachine,
  CoreSend,
  CoreState,
  CoreTransition,
  ExpressionText,
  Limits,
} from './core-format.ts';
export type {
  At,
  ChildSession,
  ChildSnapshot,
  Effect,
  ExternalEvent,
  Failure,
  Input,
  OpenOperation,
  PendingSend,
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
