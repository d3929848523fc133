import { useEffect, useRef, useState } from 'preact/hooks';
import { useTitle } from './ui/pieces.tsx';

interface SignInProps {
  readonly isTrying: boolean;
  /** Why the last key was not taken. */
  readonly sentence: string | null;
  readonly onKey: (key: string) => void;
}

/** The door: an API key, kept in this tab alone. */
export function SignInPage({ isTrying, sentence, onKey }: SignInProps) {
  const [key, setKey] = useState('');
  const box = useRef<HTMLInputElement>(null);
  useTitle('Sign in');
  useEffect(() => {
    if (sentence !== null) box.current?.focus();
  }, [sentence]);
  return (
    <main class="door">
      <h1>Parley console</h1>
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          onKey(key.trim());
        }}
      >
        <label for="api-key">API key</label>
        <input
          id="api-key"
          ref={box}
          type="password"
          autocomplete="off"
          spellcheck={false}
          placeholder="pk_…"
          value={key}
          required
          aria-describedby="key-help"
          aria-invalid={sentence !== null}
          onInput={(event) => setKey(event.currentTarget.value)}
        />
        <p class="fault" role="alert">
          {sentence}
        </p>
        <button type="submit" disabled={isTrying}>
          {isTrying ? 'Signing in…' : 'Sign in'}
        </button>
        <p id="key-help" class="help">
          A key of your tenant with the scopes <code>flows:write</code>, <code>conversations:write</code> and{' '}
          <code>connections:write</code>; with fewer it shows what they allow. For the demo tenant,{' '}
          <code>npm run demo:key</code> makes one. It stays in this tab and is forgotten when you sign out or close it.
        </p>
      </form>
    </main>
  );
}
