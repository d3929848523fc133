import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Ask } from '../ui/ask.tsx';
import type { ConversationSession, ConversationState } from './conversation-session.ts';

const NAME = 'parley:console:agent';

interface ActsProps {
  readonly session: ConversationSession;
  readonly state: ConversationState;
}

interface Question {
  readonly title: string;
  readonly yes: string;
  readonly isDangerous: boolean;
  readonly words: string;
  readonly act: () => Promise<boolean>;
}

/** What an agent may do here. Whatever cannot be taken back is asked about first. */
export function AgentActs({ session, state }: ActsProps) {
  const [agent, setAgent] = useState(sessionStorage.getItem(NAME) ?? '');
  const [question, setQuestion] = useState<Question | null>(null);
  const { conversation, busy, notice, claimedBy } = state;
  if (conversation === null || conversation.status === 'erased') return null;
  const { status } = conversation;
  const name = agent.trim();
  const isMine = status === 'agent';
  const questions = questionsOf(session, name);
  const isBusy = busy !== null;
  return (
    <section class="acts" aria-label="As an agent">
      <p class={`notice ${notice?.tone ?? ''}`} role="status" aria-live="polite">
        {busy ?? notice?.text}
      </p>
      <label class="agent">
        Your name
        <input
          value={agent}
          maxLength={100}
          autocomplete="off"
          placeholder="as the journal shall have it"
          onInput={(event) => {
            setAgent(event.currentTarget.value);
            sessionStorage.setItem(NAME, event.currentTarget.value);
          }}
        />
      </label>
      {isMine && <Say isDisabled={isBusy || name === ''} onSay={(text) => session.say(name, text)} />}
      <p class="buttons">
        {isMine && (
          <Act isDisabled={isBusy || name === ''} onClick={() => void session.giveBack(name)}>
            Give back to the bot
          </Act>
        )}
        {claimedBy === null && status === 'bot' && (
          <Act isDisabled={isBusy || name === ''} onClick={() => setQuestion(questions.takeOver)}>
            Take over…
          </Act>
        )}
        {status !== 'ended' && (
          <Act isDisabled={isBusy} onClick={() => setQuestion(questions.end)}>
            End…
          </Act>
        )}
        <Act isDisabled={isBusy} onClick={() => setQuestion(questions.beginAnew)}>
          Begin anew…
        </Act>
        <Act isDisabled={isBusy} onClick={() => setQuestion(questions.erase)}>
          Erase…
        </Act>
      </p>
      {name === '' && status !== 'ended' && <p class="help">To take over or to write, say who you are.</p>}
      {question !== null && (
        <Ask
          title={question.title}
          yes={question.yes}
          isDangerous={question.isDangerous}
          onNo={() => setQuestion(null)}
          onYes={() => {
            setQuestion(null);
            void question.act();
          }}
        >
          <p>{question.words}</p>
        </Ask>
      )}
    </section>
  );
}

function questionsOf(session: ConversationSession, agent: string) {
  return {
    takeOver: {
      title: 'Take the conversation over?',
      yes: 'Take over',
      isDangerous: false,
      words: 'The bot is silent until you give it back, and work that it waits for is cancelled.',
      act: () => session.takeOver(agent),
    },
    end: {
      title: 'End the episode?',
      yes: 'End it',
      isDangerous: true,
      words:
        'The bot leaves where it is without a word, and work that it waits for is cancelled. The person’s next message begins a new episode.',
      act: () => session.end(),
    },
    beginAnew: {
      title: 'Begin anew?',
      yes: 'Begin anew',
      isDangerous: true,
      words:
        'The bot leaves where it is and forgets what it has gathered. A new episode begins at once, with the default version of the flow.',
      act: () => session.beginAnew(),
    },
    erase: {
      title: 'Erase the conversation?',
      yes: 'Erase for good',
      isDangerous: true,
      words: 'Everything that was said is deleted and its key destroyed. Nobody can bring it back.',
      act: () => session.erase(),
    },
  } satisfies Readonly<Record<string, Question>>;
}

interface ActProps {
  readonly isDisabled: boolean;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

function Act({ isDisabled, onClick, children }: ActProps) {
  return (
    <button type="button" disabled={isDisabled} onClick={onClick}>
      {children}
    </button>
  );
}

interface SayProps {
  readonly isDisabled: boolean;
  readonly onSay: (text: string) => Promise<boolean>;
}

function Say({ isDisabled, onSay }: SayProps) {
  const [text, setText] = useState('');
  const send = async (): Promise<void> => {
    if (text.trim() !== '' && (await onSay(text.trim()))) setText('');
  };
  return (
    <form
      class="say"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label>
        Message
        <textarea rows={2} maxLength={4000} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <button type="submit" disabled={isDisabled || text.trim() === ''}>
        Send
      </button>
    </form>
  );
}
