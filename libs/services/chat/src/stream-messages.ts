import type { WatchMessagesRequest, WatchMessagesResponse } from '@parley/contracts';
import type { ChatPorts } from './chat-ports.ts';
import { faults } from './faults.ts';
import type { OpenStreams } from './open-streams.ts';
import type { ReadMessages } from './read-messages.ts';
import { noteVisitor } from './visitors-there.ts';
import { watchMessages } from './watch-messages.ts';
import { messagesToWire } from './wire.ts';

type StreamMessages = ReadMessages & { readonly ports: Pick<ChatPorts, 'presence' | 'directory' | 'now'> };

/**
 * A reader's stream, who counts among the open ones and is noted as there until it ends. Throws `too-many-streams` when
 * it is read, not when it is asked for.
 */
export function streamMessages(
  self: StreamMessages,
  streams: OpenStreams,
  request: WatchMessagesRequest,
): AsyncIterable<WatchMessagesResponse> {
  const { conversation } = request;
  return {
    [Symbol.asyncIterator]() {
      const closing = streams.open(conversation);
      if (!closing) throw faults['too-many-streams']();
      const pages = watchMessages(self, request, request.after, closing.signal);
      closing.signal.addEventListener('abort', noteVisitor(self.ports, request), { once: true });
      const close = (): void => streams.close(conversation, closing);
      return {
        async next() {
          const page = await pages.next().catch((error: unknown) => {
            // Who reads a stream that failed does not return it.
            close();
            throw error;
          });
          if (page.done === true) {
            close();
            return { done: true, value: undefined };
          }
          const { messages, status, typing } = page.value;
          return { done: false, value: { messages: messagesToWire(messages), status, typing } };
        },
        async return() {
          close();
          await pages.return(undefined);
          return { done: true, value: undefined };
        },
      };
    },
  };
}
