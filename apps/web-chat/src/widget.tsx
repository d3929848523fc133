import bubbles from '@parley/page-kit/bubbles.css';
import look from '@parley/page-kit/look.css';
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import css from './chat.css';
import { ChatSession } from './chat-session.ts';
import { ChatView } from './chat-view.tsx';
import { Outbox } from './outbox.ts';
import { ChatServer } from './server.ts';

/** The launcher and its panel; the conversation begins when the panel is first opened. */
function Widget({ session }: { readonly session: ChatSession }) {
  const [open, setOpen] = useState(false);
  const begun = useRef(false);
  const launcher = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open || begun.current) return;
    begun.current = true;
    void session.run();
  }, [open, session]);
  const close = () => {
    setOpen(false);
    launcher.current?.focus();
  };
  return (
    <>
      <div
        class="panel"
        hidden={!open}
        role="dialog"
        aria-label="Chat"
        onKeyDown={(event) => event.key === 'Escape' && close()}
      >
        <header class="top">
          <strong>Chat</strong>
          <button type="button" class="link" onClick={close} aria-label="Close the chat">
            ✕
          </button>
        </header>
        <ChatView session={session} />
      </div>
      <button type="button" ref={launcher} class="launcher" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Close' : 'Chat with us'}
      </button>
    </>
  );
}

/** `<script src="https://parley.example/widget.js" data-connection="…" async></script>` */
const script = document.currentScript as HTMLScriptElement | null;
const connection = script?.dataset['connection'];
if (script !== null && connection !== undefined) {
  const host = document.createElement('div');
  const shadow = host.attachShadow({ mode: 'open' });
  const style = new CSSStyleSheet();
  style.replaceSync(`${look}${bubbles}${css}`);
  shadow.adoptedStyleSheets = [style];
  document.body.append(host);
  const server = new ChatServer(
    new URL(script.src).origin,
    connection,
    document.documentElement.lang || navigator.language,
  );
  render(<Widget session={new ChatSession(server, new Outbox(localStorage, connection))} />, shadow);
} else {
  throw new Error('Parley: the script element needs data-connection="…", the public id of a web chat connection.');
}
