import type { Stimulus } from '@parley/message';
import { wellFormed } from '@parley/message';
import type { ChatPorts } from './chat-ports.ts';

const keptCharacters = 1_000;

/**
 * A text too long for the log goes to the blob store, sealed, before the append; its beginning stays. It counts as an
 * attachment, so that it is answered politely rather than understood.
 */
export async function shelveLongText(
  ports: Pick<ChatPorts, 'blobs' | 'sealing'>,
  maxBytes: number,
  stimulus: Stimulus,
  key: Uint8Array,
): Promise<Stimulus> {
  const { body } = stimulus;
  // Most texts are short: no UTF-8 text has more than three bytes for each UTF-16 unit.
  if (body.kind !== 'message' || body.text.length * 3 <= maxBytes) return stimulus;
  const whole = Buffer.from(body.text, 'utf8');
  if (whole.length <= maxBytes) return stimulus;
  const context = `text:${stimulus.tenant}:${stimulus.conversation}:${stimulus.eventId}`;
  const blob = await ports.blobs.put(stimulus.tenant, ports.sealing.seal(key, whole, context));
  return {
    ...stimulus,
    body: {
      ...body,
      // Cutting may halve a surrogate pair.
      text: wellFormed(body.text.slice(0, keptCharacters)),
      attachments: [...(body.attachments ?? []), 'text/plain'],
      longText: { blob, bytes: whole.length },
    },
  };
}
