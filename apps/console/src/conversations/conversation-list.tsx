import { unwrap, type ParleyClient } from '@parley/client';
import { useEffect, useState } from 'preact/hooks';
import { sentenceOf } from '../api/sentence-of.ts';
import { useLoad } from '../api/use-load.ts';
import { fragmentOf, noFilter, type ConversationFilter } from '../route.ts';
import { Empty, Moment, Trouble, useTitle, Waiting } from '../ui/pieces.tsx';
import { isNarrow } from '../ui/is-narrow.ts';
import { FilterForm } from './filter-form.tsx';
import { findConversations, type Conversation, type Found } from './find-conversations.ts';

interface ListProps {
  readonly client: ParleyClient;
  readonly filter: ConversationFilter;
}

export const STATUS: Readonly<Record<Conversation['status'], string>> = {
  bot: 'the bot answers',
  agent: 'an agent answers',
  ended: 'ended',
  erased: 'erased',
};

/** Conversations, newest first, narrowed by what is in the address: it can be kept and sent. */
export function ConversationList({ client, filter }: ListProps) {
  useTitle('Conversations');
  const key = fragmentOf({ at: 'conversations', filter });
  const first = useLoad(() => findConversations(client, filter, null), [client, key]);
  const [more, setMore] = useState<Found | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isReading, setReading] = useState(false);
  const flows = useLoad(() => unwrap(client.GET('/v1/flows', { params: { query: { limit: 200 } } })), [client]);
  useEffect(() => setMore(null), [first.value]);
  const found = first.value === null ? null : [...first.value.conversations, ...(more?.conversations ?? [])];
  const next = more === null ? (first.value?.next ?? null) : more.next;
  const readMore = async (): Promise<void> => {
    setReading(true);
    setFault(null);
    try {
      const page = await findConversations(client, filter, next);
      setMore((before) => ({
        conversations: [...(before?.conversations ?? []), ...page.conversations],
        next: page.next,
      }));
    } catch (error) {
      setFault(sentenceOf(error));
    }
    setReading(false);
  };
  const isNarrowed = key !== fragmentOf({ at: 'conversations', filter: noFilter });
  return (
    <section class="page" aria-labelledby="conversations-title">
      <header class="title">
        <h2 id="conversations-title">Conversations</h2>
        <button type="button" onClick={first.reload} disabled={first.isLoading}>
          Read again
        </button>
      </header>
      <details class="narrow" open={isNarrowed || !isNarrow()}>
        <summary>Narrow the list</summary>
        <FilterForm key={key} filter={filter} flows={(flows.value?.flows ?? []).map(({ flow }) => flow)} />
      </details>
      {first.sentence !== null && <Trouble sentence={first.sentence} onRetry={first.reload} />}
      {first.isLoading && first.value === null && <Waiting what="Reading the conversations" />}
      <p class="hidden" role="status">
        {found === null || first.isLoading ? '' : `${found.length} conversations shown`}
      </p>
      {found?.length === 0 && next === null && (
        <Empty>
          {isNarrowed ? (
            <p>
              No conversation fits. <a href={fragmentOf({ at: 'conversations', filter: noFilter })}>Show all</a>
            </p>
          ) : (
            <p>Nobody has written yet. Open the chat page of a connection and say something: it will be listed here.</p>
          )}
        </Empty>
      )}
      {found !== null && found.length > 0 && <Table conversations={found} />}
      {fault !== null && <Trouble sentence={fault} />}
      {next !== null && (
        <p class="more">
          <button type="button" onClick={() => void readMore()} disabled={isReading}>
            {isReading ? 'Reading…' : 'Show older ones'}
          </button>
        </p>
      )}
    </section>
  );
}

function Table({ conversations }: { readonly conversations: readonly Conversation[] }) {
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">Conversation</th>
          <th scope="col">Who answers</th>
          <th scope="col">States</th>
          <th scope="col">Messages</th>
          <th scope="col">Connection</th>
          <th scope="col">Last moved</th>
        </tr>
      </thead>
      <tbody>
        {conversations.map(({ conversation, status, states, lastMessage, connection, updatedAt }) => (
          <tr key={conversation}>
            <th scope="row">
              <a href={fragmentOf({ at: 'conversation', conversation })} title={conversation}>
                <code>{conversation.length > 14 ? `${conversation.slice(0, 12)}…` : conversation}</code>
              </a>
            </th>
            <td data-label="Who answers">
              <span class={`status ${status}`}>{STATUS[status]}</span>
            </td>
            <td data-label="States">
              {states.length === 0 ? '–' : states.map((state) => <code key={state}>{state}</code>)}
            </td>
            <td data-label="Messages">{lastMessage}</td>
            <td data-label="Connection">
              <code>{connection}</code>
            </td>
            <td data-label="Last moved">
              <Moment at={updatedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
