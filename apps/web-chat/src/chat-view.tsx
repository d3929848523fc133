import type { Choice } from '@parley/conversation';
import { Bubble, type Authors } from '@parley/page-kit';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChatSession, ChatState } from './chat-session.ts';
import { openChoices, type PendingMessage } from './shown-message.ts';
import { startOver } from './start-over.ts';

const LONGEST_MESSAGE = 4000;

const AUTHORS: Authors = { person: 'You', bot: 'Assistant', agent: 'Agent' };

/** The conversation, its open choices and the box to write in. */
export function ChatView({ session }: { readonly session: ChatSession }) {
  const state = useChat(session);
  if (state === null) return null;
  const choices = openChoices(state);
  return (
    <section class="chat" aria-label="Conversation">
      <Line state={state} onStartOver={() => startOver(session)} />
      <Messages state={state} />
      {choices.length > 0 && <Choices choices={choices} onPress={(choice) => session.press(choice)} />}
      <Composer
        disabled={state.line === 'refused'}
        onSay={(text, attachments) => session.say(text, attachments)}
        onType={() => session.noteTyping(Date.now())}
      />
    </section>
  );
}

function useChat(session: ChatSession): ChatState | null {
  const [state, setState] = useState<ChatState | null>(null);
  useEffect(() => {
    const unsubscribe = session.subscribe(setState);
    return () => void unsubscribe();
  }, [session]);
  return state;
}

function Line({ state, onStartOver }: { readonly state: ChatState; readonly onStartOver: () => void }) {
  const words = {
    connecting: 'Connecting…',
    online: '',
    offline: 'No connection. Trying again; what you write is kept.',
    refused: '',
  }[state.line];
  const text = state.notice ?? words;
  const who = state.status === 'agent' ? 'A person answers you here.' : '';
  return (
    <div class="line" role="status" aria-live="polite" data-line={state.line} data-status={state.status}>
      {text !== '' ? <span class="warn">{text}</span> : <span>{who}</span>}
      {state.line === 'refused' && (
        <button type="button" class="link" onClick={onStartOver}>
          Begin a new conversation
        </button>
      )}
    </div>
  );
}

function Messages({ state }: { readonly state: ChatState }) {
  const end = useRef<HTMLDivElement>(null);
  const count = state.messages.length + state.pending.length;
  useEffect(() => end.current?.scrollIntoView({ block: 'end' }), [count, state.typing]);
  const empty = count === 0 && state.line === 'online';
  return (
    <div class="messages" tabIndex={0} role="log" aria-live="polite" aria-label="Messages">
      {empty && <p class="empty">Nothing said yet. Write something below.</p>}
      {state.messages.map((message) => (
        <Bubble key={message.clientId ?? message.number} message={message} authors={AUTHORS} />
      ))}
      {state.pending.map((message) => (
        <Echo key={message.id} message={message} />
      ))}
      {state.typing && (
        <p class="bubble bot typing" aria-label="Assistant is typing">
          <i /> <i /> <i />
        </p>
      )}
      <div ref={end} />
    </div>
  );
}

function Echo({ message }: { readonly message: PendingMessage }) {
  const state = message.refused ?? 'Sending…';
  return (
    <div class={`bubble person ${message.refused === undefined ? 'pending' : 'refused'}`}>
      <span class="author">{AUTHORS.person}</span>
      <span class="text">{message.text === '' ? (message.attachments ?? []).join(', ') : message.text}</span>
      <span class="state">{state}</span>
    </div>
  );
}

function Choices({
  choices,
  onPress,
}: {
  readonly choices: readonly Choice[];
  readonly onPress: (choice: Choice) => void;
}) {
  return (
    <div class="choices" role="group" aria-label="Quick replies">
      {choices.map((choice) => (
        <button type="button" key={choice.intent} onClick={() => onPress(choice)}>
          {choice.label}
        </button>
      ))}
    </div>
  );
}

interface ComposerProps {
  readonly disabled: boolean;
  readonly onSay: (text: string, attachments?: readonly string[]) => void;
  readonly onType: () => void;
}

function Composer({ disabled, onSay, onType }: ComposerProps) {
  const [text, setText] = useState('');
  const box = useRef<HTMLTextAreaElement>(null);
  const say = () => {
    onSay(text);
    setText('');
    box.current?.focus();
  };
  const left = LONGEST_MESSAGE - text.length;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        say();
      }}
    >
      <label class="hidden" for="parley-text">
        Your message
      </label>
      <textarea
        id="parley-text"
        ref={box}
        rows={1}
        maxLength={LONGEST_MESSAGE}
        placeholder="Write a message"
        value={text}
        disabled={disabled}
        onInput={(event) => {
          setText(event.currentTarget.value);
          onType();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          say();
        }}
        onPaste={(event) => {
          const files = [...(event.clipboardData?.files ?? [])];
          if (files.length === 0) return;
          event.preventDefault();
          onSay(
            '',
            files.map((file) => file.type || 'application/octet-stream'),
          );
        }}
      />
      <button type="submit" disabled={disabled || text.trim() === ''}>
        Send
      </button>
      {left < 200 && <small aria-live="polite">{left} characters left</small>}
    </form>
  );
}
