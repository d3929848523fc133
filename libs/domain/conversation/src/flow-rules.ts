import { initialData, interpret, isMuted, render, type Flow, type FlowModel } from '@parley/flow';
import { canonicalText } from '@parley/message';
import { restore, start, step } from '@parley/statechart';
import type { OperationTerms, Rules } from './rules.ts';

/** A published flow and its trained model as the rules of a conversation. */
export function flowRules(flow: Flow, model: FlowModel): Rules {
  return {
    flow: flow.hash,
    languages: flow.languages,
    start: (profile, at) => start(flow.machine, initialData(flow, profile), at),
    step: (snapshot, input, at) => step(flow.machine, snapshot, input, at),
    understand: (text, language) => model.understand(text, language),
    interpret: (understand, context, stimulus) => interpret(flow, { understand }, context, stimulus),
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
  const terms = flow.operations.get(invoke);
  if (terms === undefined) {
    return { adapter, attempts: 1, timeoutMs: defaultTimeoutMs, backoffMs: 0, deadlineMs: defaultTimeoutMs };
  }
  const { attempts, timeoutMs, backoffMs, deadlineMs } = terms;
  return { adapter: `${terms.adapter}.${terms.operation}`, attempts, timeoutMs, backoffMs, deadlineMs };
}
