import { context, type Context } from '@opentelemetry/api';
import { LRUCache } from 'lru-cache';
import { markSubject, type Subject } from './marks.ts';

const remembered = 20_000;

/**
 * In which trace a conversation was moved last: its replies and calls go out later, from loops that serve many conversations.
 * Of a conversation that another process moved nothing is known; then a span stands in whatever is under way.
 */
export class ConversationTraces {
  private readonly last = new LRUCache<string, Context>({ max: remembered });

  note({ tenant, conversation }: Required<Subject>, trace: Context): void {
    this.last.set(keyOf(tenant, conversation), trace);
  }

  /** Where something done for this conversation belongs. */
  of(subject: Subject): Context {
    const { tenant, conversation } = subject;
    const known = conversation === undefined ? undefined : this.last.get(keyOf(tenant, conversation));
    return markSubject(known ?? context.active(), subject);
  }
}

const keyOf = (tenant: string, conversation: string): string => `${tenant}\n${conversation}`;
