import type { ConversationSummary, JournalEntry, PostMessageResponse } from '@parley/contracts';
import type { z } from 'zod';
import { viewMessage } from '../views.ts';
import { readJson } from './read-json.ts';
import type { conversationView, entryView, messagePosted } from './schemas/conversations.ts';

/** A conversation as it is shown; the tenant is the caller. */
export function viewConversation({ tenant: _, ...row }: ConversationSummary): z.infer<typeof conversationView> {
  return { ...row, status: row.status as z.infer<typeof conversationView>['status'] };
}

/** An entry with its trace; `entry` is null once its key is destroyed. */
export function viewEntry({ seq, entryJson, traceJson, states, stepMicros }: JournalEntry): z.infer<typeof entryView> {
  const entry = (readJson(entryJson) ?? null) as Record<string, unknown> | null;
  const trace = (readJson(traceJson) ?? []) as unknown[];
  return { seq, entry, trace, states, stepMicros, traceId: traceIdOf(entry) };
}

function traceIdOf(entry: Readonly<Record<string, unknown>> | null): string | null {
  const { traceId } = (entry?.['stimulus'] ?? {}) as { readonly traceId?: unknown };
  return typeof traceId === 'string' ? traceId : null;
}

export function viewPosted(posted: PostMessageResponse): z.infer<typeof messagePosted> {
  const { conversation, eventId, seq, outcome, code, messages } = posted;
  return {
    ...{ conversation, eventId, settled: outcome !== '', seq: seq || null, outcome: outcome || null },
    ...{ code: code || null, messages: messages.map(viewMessage) },
  };
}
