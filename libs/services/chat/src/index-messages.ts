import type { SaidWords } from '@parley/ports';
import type { ChatPorts } from './chat-ports.ts';
import type { SettledStimulus } from './ingest-stimulus.ts';
import { wordNames } from './word-names.ts';

/**
 * Lets conversations be found by what people and agents said; what the flow says is in the flow. Done before the log's
 * offset moves, so that a crash loses no word; what an erasure took is found no more.
 */
export async function indexMessages(
  { search, keyring }: Pick<ChatPorts, 'search' | 'keyring'>,
  settled: readonly SettledStimulus[],
): Promise<void> {
  const said: SaidWords[] = [];
  for (const { projection } of settled) {
    if (projection === undefined) continue;
    if (projection.erases) await search.forget(projection.summary);
    for (const { tenant, conversation, number, from, text } of projection.messages) {
      if (from === 'bot') continue;
      const words = wordNames(await keyring.idKey(tenant), text);
      said.push({ tenant, conversation, number, words });
    }
  }
  if (said.length > 0) await search.index(said);
}
