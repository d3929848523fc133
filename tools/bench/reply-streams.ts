import { setMaxListeners } from 'node:events';
import { request } from 'undici';
import { Latencies } from './latencies.ts';
import type { LoadedConversation } from './conversation-load.ts';

/** Follows some of the conversations by stream, as open pages do; a reply counts when it is received. */
export class ReplyStreams {
  /** Where replies are counted from now on. */
  latency = new Latencies();
  private readonly stopped = new AbortController();

  open(origin: string, connection: string, conversations: readonly LoadedConversation[]): void {
    setMaxListeners(0, this.stopped.signal);
    for (const one of conversations) void this.follow(`${origin}/channels/web-chat/${connection}/stream?after=1`, one);
  }

  close(): void {
    this.stopped.abort();
  }

  private async follow(url: string, one: LoadedConversation): Promise<void> {
    try {
      const answer = await request(url, {
        headers: { authorization: `Bearer ${one.visitor.visit.token}` },
        signal: this.stopped.signal,
        bodyTimeout: 0,
      });
      const decoder = new TextDecoder();
      let counted = 0;
      for await (const chunk of answer.body) {
        const text = decoder.decode(chunk as Uint8Array, { stream: true });
        if (one.sentAt !== counted && text.includes('"from":"bot"')) {
          counted = one.sentAt;
          this.latency.add(performance.now() - one.sentAt);
        }
      }
    } catch (fault) {
      if (!this.stopped.signal.aborted) throw fault;
    }
  }
}
