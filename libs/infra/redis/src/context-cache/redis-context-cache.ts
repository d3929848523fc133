import { CONTEXT_TTL_MS, ContextCache, type ConversationRef, type KeptContext } from '@parley/ports';
import type { Advice } from '../connection/advice.ts';

/** Sealed contexts as keys `conversation:{tenant}:{conv_id}` that expire by themselves, one round trip each. */
export class RedisContextCache extends ContextCache {
  private readonly advice: Advice;

  constructor(advice: Advice) {
    super();
    this.advice = advice;
  }

  override async read(conversation: ConversationRef, tag: Uint8Array): Promise<Uint8Array | null> {
    const sealed = await this.advice.ask((client) => client.readContextBuffer(keyOf(conversation), bufferOf(tag)));
    return sealed ?? null;
  }

  override async keep(conversation: ConversationRef, { seq, tag, sealed }: KeptContext): Promise<void> {
    await this.advice.ask((client) =>
      client.keepContext(keyOf(conversation), seq, bufferOf(tag), bufferOf(sealed), CONTEXT_TTL_MS),
    );
  }

  override async forget(conversation: ConversationRef): Promise<void> {
    await this.advice.ask((client) => client.unlink(keyOf(conversation)));
  }
}

const keyOf = ({ tenant, conversation }: ConversationRef): string => `conversation:${tenant}:${conversation}`;

/** The same bytes, not copied. */
const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
