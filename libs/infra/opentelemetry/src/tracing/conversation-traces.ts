import { context, ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api';
import { LRUCache } from 'lru-cache';
import { markSubject, type Subject } from './marks.ts';

const remembered = 20_000;

/**
 * In which trace a conversation was moved last: its replies and calls go out later, from loops that serve many conversations.
 * Of a conversation that another process moved nothing is known; then a span stands in whatever is under way.
 */
export class ConversationTraces {
  private readonly last = new LRUCache<string, Context>({ max: remembered });

  /** Keeps where the span is, not the span: that one holds all it was told. */
  note({ tenant, conversation }: Required<Subject>, within: Context): void {
    const span = trace.getSpanContext(within);
    if (span !== undefined) this.last.set(keyOf(tenant, conversation), trace.setSpanContext(ROOT_CONTEXT, span));
  }

  /** The same of a trace that came from another process; where it is known here already, this process knows more of it. */
  learn(subject: Required<Subject>, from: Context): void {
    const known = this.last.get(keyOf(subject.tenant, subject.conversation));
    const [here, there] = [known && trace.getSpanContext(known), trace.getSpanContext(from)];
    if (here?.traceId !== there?.traceId) this.note(subject, from);
  }

  /** Where something done for this conversation belongs. */
  of(subject: Subject): Context {
    const { tenant, conversation } = subject;
    const known = conversation === undefined ? undefined : this.last.get(keyOf(tenant, conversation));
    return markSubject(known ?? context.active(), subject);
  }
}

const keyOf = (tenant: string, conversation: string): string => `${tenant}\n${conversation}`;
