import { render } from 'preact';
import { useState } from 'preact/hooks';
import { ChatSession } from './chat-session.ts';
import { ChatView } from './chat-view.tsx';
import { JournalView } from './journal-view.tsx';
import { Outbox } from './outbox.ts';
import { ChatServer } from './server.ts';
import { startOver } from './start-over.ts';

/** `/chat/{connection}`: the chat, and beside it what happened and why. */
function ChatPage({ server, session }: { readonly server: ChatServer; readonly session: ChatSession }) {
  const [shown, setShown] = useState<'chat' | 'journal'>('chat');
  return (
    <>
      <header class="top">
        <h1>Parley</h1>
        <nav class="switch" aria-label="View">
          <button type="button" aria-pressed={shown === 'chat'} onClick={() => setShown('chat')}>
            Chat
          </button>
          <button type="button" aria-pressed={shown === 'journal'} onClick={() => setShown('journal')}>
            Why
          </button>
        </nav>
        <button type="button" class="link" onClick={() => startOver(session)}>
          New conversation
        </button>
      </header>
      <main data-shown={shown}>
        <ChatView session={session} />
        <JournalView server={server} session={session} />
      </main>
    </>
  );
}

const connection = decodeURIComponent(location.pathname.split('/')[2] ?? '');
const server = new ChatServer(location.origin, connection, navigator.language);
const session = new ChatSession(server, new Outbox(localStorage, connection));
const place = document.getElementById('page');
if (place !== null) render(<ChatPage server={server} session={session} />, place);
addEventListener('pagehide', () => session.stop());
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
void session.run();
