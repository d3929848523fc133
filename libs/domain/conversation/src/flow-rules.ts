import {
  initialData,
  interpret,
  isMuted,
  needsModel,
  render,
  type Flow,
  type FlowModel,
  type FlowOperation,
} from '@parley/flow';
import { canonicalText } from '@parley/message';
import { restore, start, step } from '@parley/statechart';
import type { OperationTerms, RemoteModel, Rules } from './rules.ts';

/** A published flow and its trained model as the rules of a conversation. */
export function flowRules(flow: Flow, model: FlowModel): Rules {
  return {
    flow: flow.hash,
    languages: flow.languages,
    start: (profile, at) => start(flow.machine, initialData(flow, profile), at),
    step: (snapshot, input, at) => step(flow.machine, snapshot, input, at),
    understand: (text, language) => model.understand(text, language),
    ...(flow.remoteModel === null ? {} : { remote: remoteOf(flow, flow.remoteModel) }),
    interpret: (understand, context, arrived) => interpret(flow, { understand }, context, arrived),
    render: (effect, language, episode) => render(flow, effect, language, episode),
    isMuted: (snapshot) => isMuted(flow, snapshot),
    operation: ({ invoke, src }) => termsOf(flow, invoke, src),
    restore: (snapshot) => {
      const restored = restore(flow.machine, canonicalText(snapshot));
      return restored.ok ? restored : { ok: false, code: restored.problems[0]?.code ?? 'snapshot-invalid' };
    },
  };
}

/** A core machine's own invoke has no terms: one try of half a minute. */
const defaultTimeoutMs = 30_000;

function termsOf(flow: Flow, invoke: string, adapter: string): OperationTerms {
  const operation = flow.operations.get(invoke);
  if (operation !== undefined) return toTerms(operation);
  return { adapter, attempts: 1, timeoutMs: defaultTimeoutMs, backoffMs: 0, deadlineMs: defaultTimeoutMs };
}

function toTerms({ adapter, operation, attempts, timeoutMs, backoffMs, deadlineMs }: FlowOperation): OperationTerms {
  return { adapter: `${adapter}.${operation}`, attempts, timeoutMs, backoffMs, deadlineMs };
}

function remoteOf(flow: Flow, operation: FlowOperation): RemoteModel {
  return {
    terms: toTerms(operation),
    intents: flow.intents,
    isNeeded: (context, arrived) => needsModel(flow, context, arrived),
  };
}
