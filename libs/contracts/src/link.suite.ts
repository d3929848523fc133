import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatService, Client, WatchMessagesResponse } from './index.ts';
import { ChatServiceDefinition, ServiceFault } from './index.ts';

/** A way to call a service. */
export interface LinkSubject {
  readonly name: string;
  /** A client of this service; whatever it needs is given back by the spec itself. */
  link(service: ChatService): Promise<Client<ChatService>>;
}

const request = { tenant: 'bank', conversation: 'ann' };
const watched = { ...request, after: 0 };
const summary = {
  ...{ ...request, connection: 'c', seq: 3, episode: 1, flow: 'f', language: 'en', status: 'bot', states: ['a'] },
  ...{ lastMessage: 4, firstMessage: 1, epoch: 0, updatedAt: 1_795_000_000_000 },
};
const page: WatchMessagesResponse = { messages: [], status: 'bot', typing: false };

/** A chat of which only what is given can be called. */
export function chatThat(part: Partial<ChatService>): ChatService {
  const rest = Object.keys(ChatServiceDefinition.methods).map((name) => [name, () => Promise.reject(new Error(name))]);
  return { ...(Object.fromEntries(rest) as unknown as ChatService), ...part };
}

const faultOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'no fault',
    (error: unknown) => error,
  );

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 5_000; !holds() && Date.now() < end;) await sleep(5);
  expect(holds()).toBe(true);
}

/** Pages without end; `closed` tells that the service knows that its reader has gone. */
function endlessPages(
  everyMs: number,
  what = page,
): {
  closed: boolean;
  given: number;
  readonly watchMessages: ChatService['watchMessages'];
} {
  const state = {
    closed: false,
    given: 0,
    async *watchMessages(): AsyncGenerator<WatchMessagesResponse> {
      try {
        for (;;) {
          state.given += 1;
          yield what;
          await sleep(everyMs);
        }
      } finally {
        state.closed = true;
      }
    },
  };
  return state;
}

/** What every link owes its callers, whether the service is in this process or another. */
export function linkSuite({ name, link }: LinkSubject): void {
  describe(`a service called ${name}`, () => {
    it('answers what it answered, numbers beyond 32 bits, bytes and what is absent too', async () => {
      const body = Uint8Array.of(0, 255, 128);
      const asked: unknown[] = [];
      const client = await link(
        chatThat({
          getConversation: () => Promise.resolve({ conversation: summary }),
          receiveStimulus: (stimulus) => {
            asked.push(stimulus);
            return Promise.resolve({ eventIds: ['a', 'b'], quarantined: false, ack: undefined });
          },
        }),
      );
      expect(await client.getConversation(request)).toEqual({ conversation: summary });
      const stimulus = { channel: 'web-chat', connection: 'c', path: 'messages', headers: { 'x-a': 'é' }, body };
      expect(await client.receiveStimulus(stimulus)).toEqual({
        eventIds: ['a', 'b'],
        quarantined: false,
        ack: undefined,
      });
      expect(asked).toEqual([stimulus]);
    });

    it('has its own this', async () => {
      class Chat {
        private readonly status = 'mine';
        getConversation(): ReturnType<ChatService['getConversation']> {
          return Promise.resolve({ conversation: { ...summary, status: this.status } });
        }
      }
      const client = await link(
        Object.assign(new Chat(), { ...chatThat({}), getConversation: Chat.prototype.getConversation }) as ChatService,
      );
      expect((await client.getConversation(request)).conversation?.status).toBe('mine');
    });

    it.each([
      new ServiceFault('UNAVAILABLE', 'chat.busy', 'Not now.', 500),
      new ServiceFault('NOT_FOUND', 'conversation.unknown', 'Nó such conversation: “ann”, 100 %.'),
      new ServiceFault('FAILED_PRECONDITION', 'handoff.not-open', 'line\r\nline'),
      new ServiceFault('RESOURCE_EXHAUSTED', 'rate.flood', '', 1_500.5),
      new ServiceFault('INVALID_ARGUMENT', 'message.invalid-id', 'x'.repeat(1_500)),
      new ServiceFault('DEADLINE_EXCEEDED', 'model.timeout', 'The model took too long.'),
      new ServiceFault('UNAUTHENTICATED', 'auth.invalid-key', 'No.'),
      new ServiceFault('PERMISSION_DENIED', 'origin.refused', 'No.'),
      new ServiceFault('ALREADY_EXISTS', 'tenant.exists', 'Yes.'),
    ])('passes a fault on as it was thrown: $status $code', async (fault) => {
      let calls = 0;
      const refused = chatThat({
        getConversation: () => {
          calls += 1;
          return Promise.reject(fault);
        },
      });
      const told = await faultOf((await link(refused)).getConversation(request));
      expect(told).toBeInstanceOf(ServiceFault);
      const { status, code, message, retryInMs } = told as ServiceFault;
      expect({ status, code, message, retryInMs }).toEqual({
        ...{ status: fault.status, code: fault.code, message: fault.message, retryInMs: fault.retryInMs },
      });
      expect(calls).toBe(1);
    });

    it('passes any other error on without its text, thrown at once or later', async () => {
      const broken = chatThat({
        getConversation: () => Promise.reject(new Error('select secret from table')),
        getUsage: () => {
          throw new Error('select secret from table');
        },
      });
      const client = await link(broken);
      for (const call of [client.getConversation(request), client.getUsage({ tenant: 'bank' })]) {
        const told = await faultOf(call);
        expect(told).toMatchObject({ status: 'INTERNAL', code: 'internal' });
        expect(String(told)).not.toContain('secret');
      }
    });

    it('is given up at the deadline, and when the caller goes', async () => {
      const slow = chatThat({ getConversation: () => sleep(500, { conversation: summary }, { ref: false }) });
      const client = await link(slow);
      const late = client.getConversation(request, { deadline: Date.now() + 20 });
      expect(await faultOf(late)).toMatchObject({ status: 'DEADLINE_EXCEEDED', code: 'call.deadline' });
      const past = client.getConversation(request, { deadline: Date.now() - 1 });
      expect(await faultOf(past)).toMatchObject({ status: 'DEADLINE_EXCEEDED', code: 'call.deadline' });
      const caller = new AbortController();
      const cut = client.getConversation(request, { signal: caller.signal });
      caller.abort();
      expect(await faultOf(cut)).toMatchObject({ status: 'CANCELLED', code: 'call.cancelled' });
      const gone = client.getConversation(request, { signal: AbortSignal.abort() });
      expect(await faultOf(gone)).toMatchObject({ status: 'CANCELLED', code: 'call.cancelled' });
    });

    it('is not stopped by force: what it does goes on when nobody waits any more', async () => {
      const caller = new AbortController();
      let done = false;
      const slow = chatThat({
        getConversation: async () => {
          caller.abort();
          await sleep(60);
          done = true;
          return { conversation: summary };
        },
      });
      const cut = (await link(slow)).getConversation(request, { signal: caller.signal });
      expect(await faultOf(cut)).toMatchObject({ status: 'CANCELLED' });
      await until(() => done);
    });

    it('streams until its reader stops', async () => {
      const pages = endlessPages(1);
      const client = await link(chatThat(pages));
      let count = 0;
      for await (const { status } of client.watchMessages(watched)) {
        expect(status).toBe('bot');
        if ((count += 1) === 3) break;
      }
      await until(() => pages.closed);
    });

    it('streams until the signal, which is no fault, even while nothing comes', async () => {
      const pages = endlessPages(300);
      const client = await link(chatThat(pages));
      const reader = new AbortController();
      let count = 0;
      for await (const _ of client.watchMessages(watched, { signal: reader.signal })) {
        count += 1;
        setTimeout(() => reader.abort(), 20);
      }
      expect(count).toBe(1);
      await until(() => pages.closed);
      for await (const _ of client.watchMessages(watched, { signal: AbortSignal.abort() })) count += 1;
      expect(count).toBe(1);
    });

    it('ends a stream at its deadline with a fault', async () => {
      const pages = endlessPages(10);
      const client = await link(chatThat(pages));
      let count = 0;
      const read = async (): Promise<void> => {
        for await (const _ of client.watchMessages(watched, { deadline: Date.now() + 120 })) count += 1;
      };
      expect(await faultOf(read())).toMatchObject({ status: 'DEADLINE_EXCEEDED', code: 'call.deadline' });
      expect(count).toBeGreaterThan(0);
      await until(() => pages.closed);
    });

    it('ends a stream when the service does, with its fault if there is one', async () => {
      const client = await link(
        chatThat({
          async *watchMessages({ after }) {
            yield page;
            await sleep(1);
            if (after === 1) throw new ServiceFault('NOT_FOUND', 'conversation.unknown', 'Gone.', 7);
            if (after === 2) throw new Error('select secret from table');
          },
        }),
      );
      const read = async (after: number): Promise<number> => {
        let count = 0;
        for await (const _ of client.watchMessages({ ...request, after })) count += 1;
        return count;
      };
      expect(await read(0)).toBe(1);
      expect(await faultOf(read(1))).toMatchObject({ status: 'NOT_FOUND', code: 'conversation.unknown', retryInMs: 7 });
      const told = await faultOf(read(2));
      expect(told).toMatchObject({ status: 'INTERNAL', code: 'internal' });
      expect(String(told)).not.toContain('secret');
    });

    it('refuses a stream that the service refuses before it begins', async () => {
      const refuse = (): never => {
        throw new ServiceFault('RESOURCE_EXHAUSTED', 'stream.too-many', 'Too many.');
      };
      for (const watchMessages of [refuse, () => ({ [Symbol.asyncIterator]: refuse })]) {
        const client = await link(chatThat({ watchMessages }));
        const first = client.watchMessages(watched)[Symbol.asyncIterator]().next();
        expect(await faultOf(first)).toMatchObject({ status: 'RESOURCE_EXHAUSTED', code: 'stream.too-many' });
      }
    });

    it('makes no pages that nobody reads', async () => {
      const pages = endlessPages(0, { ...page, status: 'x'.repeat(100_000) });
      const client = await link(chatThat(pages));
      const reader = client.watchMessages(watched)[Symbol.asyncIterator]();
      await reader.next();
      await sleep(200);
      expect(pages.given).toBeLessThan(40);
      await reader.return?.();
      await until(() => pages.closed);
    });
  });
}
