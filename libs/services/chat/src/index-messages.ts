import type { ConversationSummary } from '@parley/conversation';
import type { SaidWords } from '@parley/ports';
import type { ChatPorts } from './chat-ports.ts';
import type { SettledStimulus } from './ingest-stimulus.ts';
import type { KnownWords } from './known-words.ts';
import { wordNames } from './word-names.ts';

/**
 * Lets conversations be found by what people and agents said; what the flow says is in the flow. Done before the log's
 * offset moves, so that a crash loses no word; what an erasure took is found no more.
 */
export async function indexMessages(
  { search, keyring }: Pick<ChatPorts, 'search' | 'keyring'>,
  known: KnownWords,
  settled: readonly SettledStimulus[],
): Promise<void> {
  const said: (SaidWords & { readonly summary: ConversationSummary })[] = [];
  for (const { projection } of settled) {
    if (projection === undefined) continue;
    const { summary } = projection;
    if (projection.erases) await search.forget(summary);
    for (const { tenant, conversation, number, from, text } of projection.messages) {
      if (from === 'bot') continue;
      const words = known.newOf(summary, wordNames(await keyring.idKey(tenant), text));
      if (words.length > 0) said.push({ tenant, conversation, number, words, summary });
    }
  }
  if (said.length === 0) return;
  await search.index(said);
  for (const { summary, words } of said) known.add(summary, words);
}
