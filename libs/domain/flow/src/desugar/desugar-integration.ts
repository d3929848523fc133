import type { CoreAction, CoreState } from '@parley/statechart';
import type { AuthoredState } from '../format/authored.ts';
import { durationMs } from '../format/names.ts';
import type { StateNode } from '../tree/state-tree.ts';
import { desugarActions } from './actions.ts';
import type { Desugaring } from './desugaring.ts';
import { targetOf } from './desugar-slot.ts';
import { eventful, lastResorts, timers } from './transitions.ts';

/** How an operation is carried out. Times in ms; the deadline counts from its begin (FLOW 13). */
export interface FlowOperation {
  readonly adapter: string;
  readonly operation: string;
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly backoffMs: number;
  readonly deadlineMs: number;
}

const DEFAULT_TIMEOUT = '30s';
const DEFAULT_BACKOFF = '1s';

export function operationOf(state: AuthoredState): FlowOperation {
  const [adapter = '', operation = ''] = (state.adapter ?? '').split('.');
  const timeoutMs = durationMs(state.timeout ?? DEFAULT_TIMEOUT);
  const repeats = state.retry?.max ?? 0;
  const backoffMs = repeats === 0 ? 0 : durationMs(state.retry?.backoff ?? DEFAULT_BACKOFF);
  return {
    adapter,
    operation,
    timeoutMs,
    attempts: repeats + 1,
    backoffMs,
    deadlineMs: (repeats + 1) * timeoutMs + repeats * backoffMs,
  };
}

/** A call of an adapter as an operation; messages wait until its result. */
export function desugarIntegration(node: StateNode, context: Desugaring): CoreState {
  const { authored, at, name } = node;
  return {
    id: name,
    entry: desugarActions(authored.entry, context),
    exit: desugarActions(authored.exit, context),
    invoke: [
      {
        id: name,
        src: authored.adapter ?? '',
        input: Object.fromEntries(authored.input ?? []),
        config: { ...operationOf(authored) },
        at,
      },
    ],
    defer: ['message'],
    ...(authored.interrupt !== undefined && { interrupt: authored.interrupt }),
    transitions: [
      {
        event: `done.invoke.${name}`,
        do: [...outcome(name, 'done', at), ...result(authored, at)],
        ...targetOf(node, 'next', context),
      },
      { event: `error.invoke.failed.${name}`, do: outcome(name, 'failed', at), ...targetOf(node, 'onFailed', context) },
      {
        event: `error.invoke.unknown.${name}`,
        do: outcome(name, 'unknown', at),
        ...targetOf(node, authored.onUnknown === undefined ? 'onFailed' : 'onUnknown', context),
      },
      ...eventful(node, context),
      ...lastResorts(node, context),
    ],
    after: timers(node, context),
    at,
  };
}

function outcome(name: string, value: string, at: string): readonly CoreAction[] {
  return [{ assign: `flow.outcomes.${name}`, expr: `'${value}'`, at }];
}

function result(state: AuthoredState, at: string): readonly CoreAction[] {
  return state.result === undefined ? [] : [{ assign: state.result, expr: 'event', at: `${at}/result` }];
}
