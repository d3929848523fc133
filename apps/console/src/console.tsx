import type { ParleyClient } from '@parley/client';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { signIn } from './api/sign-in.ts';
import { ConversationList } from './conversations/conversation-list.tsx';
import { ConversationPage } from './conversations/conversation-page.tsx';
import { FlowList } from './flows/flow-list.tsx';
import { FlowPage } from './flows/flow-page.tsx';
import { forgetUnsaved, unsavedFlows } from './flows/unsaved.ts';
import { Language } from './language/language.ts';
import { fragmentOf, noFilter, readRoute, type Route } from './route.ts';
import { SignInPage } from './sign-in-page.tsx';
import { Ask } from './ui/ask.tsx';
import { Waiting } from './ui/pieces.tsx';

const KEY = 'parley:console:key';

/** The key stays in this tab, until it is closed or signed out. */
function useSession() {
  const [client, setClient] = useState<ParleyClient | null>(null);
  const [isTrying, setTrying] = useState(sessionStorage.getItem(KEY) !== null);
  const [sentence, setSentence] = useState<string | null>(null);
  const forget = useCallback((why: string | null) => {
    sessionStorage.removeItem(KEY);
    setClient(null);
    setSentence(why);
  }, []);
  const tryKey = useCallback(
    async (key: string) => {
      setTrying(true);
      const onRefused = (): void => forget('This API key is no longer accepted. Sign in with another one.');
      const tried = await signIn(key, { url: location.origin, onRefused, fetch: (request) => fetch(request) });
      setTrying(false);
      setSentence(tried.ok ? null : tried.sentence);
      if (tried.ok) sessionStorage.setItem(KEY, key);
      setClient(tried.ok ? tried.client : null);
    },
    [forget],
  );
  useEffect(() => {
    const kept = sessionStorage.getItem(KEY);
    if (kept !== null) void tryKey(kept);
  }, [tryKey]);
  const signOut = (): void => {
    forgetUnsaved();
    forget(null);
  };
  return { client, isTrying, sentence, tryKey, signOut };
}

function useRoute(): Route {
  const [route, setRoute] = useState(() => readRoute(location.hash));
  useEffect(() => {
    const follow = (): void => setRoute(readRoute(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
}

/** The whole console: signed out a door, signed in flows and conversations. */
export function Console() {
  const { client, isTrying, sentence, tryKey, signOut } = useSession();
  const route = useRoute();
  const [isLeaving, setLeaving] = useState(false);
  const language = useRef<Language | null>(null);
  if (client === null) {
    const isReturning = isTrying && sessionStorage.getItem(KEY) !== null;
    if (isReturning) return <Waiting what="Signing in" />;
    return <SignInPage isTrying={isTrying} sentence={sentence} onKey={(key) => void tryKey(key)} />;
  }
  language.current ??= new Language('/console/assets/language-worker.js');
  return (
    <>
      <a class="skip" href="#content" onClick={skip}>
        To the content
      </a>
      <header class="top">
        <h1>Parley console</h1>
        <nav aria-label="Sections">
          <a href={fragmentOf({ at: 'flows' })} aria-current={isOf(route, 'flow') ? 'page' : undefined}>
            Flows
          </a>
          <a
            href={fragmentOf({ at: 'conversations', filter: noFilter })}
            aria-current={isOf(route, 'conversation') ? 'page' : undefined}
          >
            Conversations
          </a>
        </nav>
        <button type="button" class="link" onClick={() => (unsavedFlows().length > 0 ? setLeaving(true) : signOut())}>
          Sign out
        </button>
      </header>
      {isLeaving && (
        <Ask
          title="Sign out without saving?"
          yes="Sign out"
          isDangerous
          onNo={() => setLeaving(false)}
          onYes={() => {
            setLeaving(false);
            signOut();
          }}
        >
          <p>What you changed and did not save is lost: {unsavedFlows().join(', ')}.</p>
        </Ask>
      )}
      <main id="content" tabIndex={-1}>
        <Place route={route} client={client} language={language.current} />
      </main>
    </>
  );
}

interface PlaceProps {
  readonly route: Route;
  readonly client: ParleyClient;
  readonly language: Language;
}

function Place({ route, client, language }: PlaceProps) {
  switch (route.at) {
    case 'flows':
      return <FlowList client={client} />;
    case 'flow':
      return <FlowPage key={route.flow} client={client} language={language} flow={route.flow} />;
    case 'conversations':
      return <ConversationList client={client} filter={route.filter} />;
    case 'conversation':
      return (
        <ConversationPage
          key={route.conversation}
          client={client}
          language={language}
          conversation={route.conversation}
        />
      );
  }
}

function isOf(route: Route, section: 'flow' | 'conversation'): boolean {
  return route.at.startsWith(section);
}

/** The fragment is where we are: it must not become `#content`. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
