import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** What went wrong, with a way to try again. */
export function Trouble({ sentence, onRetry }: { readonly sentence: string; readonly onRetry?: () => void }) {
  return (
    <div class="trouble" role="alert">
      <p>{sentence}</p>
      {onRetry !== undefined && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** Shown only when it takes long enough to be wondered about. */
export function Waiting({ what }: { readonly what: string }) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p class="waiting" role="status">
      {isLong && (
        <>
          <progress aria-label={what} /> {what}…
        </>
      )}
    </p>
  );
}

export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <div class="nothing">{children}</div>;
}

/** A moment, as the reader writes it. */
export function Moment({ at }: { readonly at: number }) {
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} title={date.toISOString()}>
      {date.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}
    </time>
  );
}

/** A version's name, short enough to be told from others. */
export function Version({ hash }: { readonly hash: string }) {
  return (
    <code class="version" title={hash}>
      {hash.slice(0, 8)}
    </code>
  );
}

/** Names the browser's tab while it is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Parley console`;
  }, [title]);
}
