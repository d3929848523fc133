import { AsyncLocalStorage } from 'node:async_hooks';

/** The call that this code answers: what it calls itself for that answer must not take longer than its caller waits. */
export interface CallScope {
  /** ms since the epoch; Infinity = the caller waits for ever. */
  readonly deadline: number;
  /** Aborted when the caller gave up, or its deadline passed, before there was an answer. */
  readonly signal: AbortSignal;
  /** Answered: what goes on after that is nobody's call any more. */
  readonly isOver: boolean;
}

const scopes = new AsyncLocalStorage<CallScope | undefined>();

/** Runs the work of a call: every link inherits what is left of its deadline, and its end. */
export function withinCall<Answer>(scope: CallScope, work: () => Answer): Answer {
  return scopes.run(scope, work);
}

/** Runs work that others wait for too, so that no single caller's deadline or end cuts it. */
export function apartFromCall<Answer>(work: () => Answer): Answer {
  return scopes.getStore() === undefined ? work() : scopes.run(undefined, work);
}

/** The call that is being answered; undefined = none. */
export function currentCall(): CallScope | undefined {
  const scope = scopes.getStore();
  return scope === undefined || scope.isOver ? undefined : scope;
}
