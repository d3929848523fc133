import type { ParleyClient } from '@parley/client';
import { Bubble, JournalEntries, type JournalEntry } from '@parley/page-kit';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useLoad } from '../api/use-load.ts';
import { DrawingView } from '../drawing/drawing-view.tsx';
import type { Language } from '../language/language.ts';
import { fragmentOf, noFilter } from '../route.ts';
import { isNarrow } from '../ui/is-narrow.ts';
import { Empty, Moment, Trouble, useTitle, Version, Waiting } from '../ui/pieces.tsx';
import { AgentActs } from './agent-acts.tsx';
import { STATUS } from './conversation-list.tsx';
import { ConversationSession, type ConversationState, type Message } from './conversation-session.ts';
import { findVersion } from './find-version.ts';
import type { Conversation, WatchedConversation } from './find-conversations.ts';

const EVERY_MS = 2_000;
const AUTHORS = { person: 'Person', bot: 'Bot', agent: 'Agent' } as const;

interface PageProps {
  readonly client: ParleyClient;
  readonly language: Language;
  readonly conversation: string;
}

type View = 'messages' | 'why' | 'drawing';
const NAMES: Readonly<Record<View, string>> = { messages: 'Messages', why: 'Why', drawing: 'Drawing' };

/** One conversation: what was said, where its machine is, and why. */
export function ConversationPage({ client, language, conversation }: PageProps) {
  useTitle('Conversation');
  const session = useMemo(() => new ConversationSession(client, conversation), [client, conversation]);
  const state = useConversation(session);
  const [view, setView] = useState<View>('messages');
  const beside = view === 'messages' ? 'why' : view;
  return (
    <section class="conversation" aria-labelledby="conversation-title" data-view={view}>
      <nav class="trail" aria-label="Way back">
        <a href={fragmentOf({ at: 'conversations', filter: noFilter })}>Conversations</a> ›{' '}
        <code id="conversation-title">{conversation}</code>
      </nav>
      {state.phase === 'loading' && <Waiting what="Reading the conversation" />}
      {state.phase === 'unknown' && <Empty>There is no such conversation.</Empty>}
      {state.trouble !== null && state.phase !== 'unknown' && (
        <Trouble sentence={state.trouble} onRetry={() => void session.read()} />
      )}
      {state.conversation !== null && (
        <>
          <Standing conversation={state.conversation} claimedBy={state.claimedBy} />
          <div class="work">
            <div class="views" role="group" aria-label="View">
              {(['messages', 'why', 'drawing'] as const).map((one) => (
                <button
                  type="button"
                  key={one}
                  data-view={one}
                  aria-pressed={one === (isNarrow() ? view : beside)}
                  onClick={() => setView(one)}
                >
                  {NAMES[one]}
                </button>
              ))}
            </div>
            <div class="talk">
              <Said messages={state.messages} status={state.conversation.status} />
              <AgentActs session={session} state={state} />
            </div>
            <div class="beside">
              {beside === 'why' ? (
                <section class="journal" aria-label="What happened and why">
                  <h3>What happened, and why</h3>
                  {state.entries.length === 0 && <Empty>Nothing has happened yet.</Empty>}
                  <JournalEntries entries={state.entries} />
                </section>
              ) : (
                <Machine
                  client={client}
                  language={language}
                  conversation={state.conversation}
                  entries={state.entries}
                />
              )}
            </div>
          </div>
        </>
      )}
    </section>
  );
}

/** Looks again while somebody looks. */
function useConversation(session: ConversationSession): ConversationState {
  const [state, setState] = useState(session.current);
  useEffect(() => {
    const unsubscribe = session.subscribe(setState);
    const look = (): void => {
      if (!document.hidden) void session.read();
    };
    look();
    const timer = setInterval(look, EVERY_MS);
    return () => {
      clearInterval(timer);
      unsubscribe();
      session.close();
    };
  }, [session]);
  return state;
}

interface StandingProps {
  readonly conversation: WatchedConversation;
  readonly claimedBy: string | null;
}

function Standing({ conversation, claimedBy }: StandingProps) {
  const { status, states, flow, language, connection, updatedAt, episode, online } = conversation;
  return (
    <p class="stand">
      <span class={`status ${status}`}>{claimedBy === null ? STATUS[status] : `${claimedBy} has it`}</span>
      {online !== null && (
        <span class={`visitor ${online ? 'there' : 'away'}`}>{online ? 'visitor is there' : 'visitor is away'}</span>
      )}
      <span aria-label="Current states" class="now-in">
        {states.length === 0 ? 'no episode runs' : states.map((state) => <code key={state}>{state}</code>)}
      </span>
      <span>
        episode {episode}
        {flow !== '' && (
          <>
            , version <Version hash={flow} />
          </>
        )}
      </span>
      <span>
        {connection}, {language}, <Moment at={updatedAt} />
      </span>
    </p>
  );
}

interface SaidProps {
  readonly messages: readonly Message[];
  readonly status: Conversation['status'];
}

function Said({ messages, status }: SaidProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = box;
    if (current !== null) current.scrollTop = current.scrollHeight;
  }, [messages.length]);
  return (
    <div class="messages" ref={box} tabIndex={0} role="log" aria-label="Messages">
      {messages.length === 0 && (
        <p class="empty">{status === 'erased' ? 'What was said here was erased.' : 'Nothing was said yet.'}</p>
      )}
      {messages.map((message) => (
        <Bubble key={message.number} message={message} authors={AUTHORS} />
      ))}
    </div>
  );
}

interface MachineProps {
  readonly client: ParleyClient;
  readonly language: Language;
  readonly conversation: Conversation;
  readonly entries: readonly JournalEntry[];
}

/** The machine of the version that it runs, with where it is and how it got there last. */
function Machine({ client, language, conversation, entries }: MachineProps) {
  const { connection, flow, states } = conversation;
  const { value, sentence, isLoading, reload } = useLoad(async () => {
    const version = await findVersion(client, connection, flow);
    if (version === null) return { version, scene: null };
    return { version, scene: (await language.ask('read', { text: version.text })).scene };
  }, [client, connection, flow]);
  if (sentence !== null) return <Trouble sentence={sentence} onRetry={reload} />;
  if (value === null || (isLoading && value.version?.hash !== flow)) return <Waiting what="Drawing the machine" />;
  const { version, scene } = value;
  if (version === null) return <Empty>The version that it runs is not among the flows of this tenant.</Empty>;
  const taken = (entries.at(-1)?.trace ?? []).flatMap((record) => (record.type === 'transition' ? [record.at] : []));
  return (
    <>
      <p class="help">
        <a href={fragmentOf({ at: 'flow', flow: version.flow })}>{version.flow}</a> <Version hash={version.hash} />.
        Filled: active now. Thick: taken by the last entry.
      </p>
      {scene === null ? (
        <Empty>This version has faults by today’s rules, so it cannot be drawn.</Empty>
      ) : (
        <DrawingView scene={scene} active={new Set(states)} taken={new Set(taken)} />
      )}
    </>
  );
}
