import { unwrap, type ParleyClient } from '@parley/client';
import { useState } from 'preact/hooks';
import { sentenceOf } from '../api/sentence-of.ts';
import { useLoad } from '../api/use-load.ts';
import { Ask } from '../ui/ask.tsx';
import { Empty, Moment, Trouble, Version, Waiting } from '../ui/pieces.tsx';
import type { FlowSession } from './flow-session.ts';
import { isUnsaved, type FlowState } from './flow-state.ts';

interface PanelProps {
  readonly client: ParleyClient;
  readonly session: FlowSession;
  readonly state: FlowState;
}

type Wish = { readonly act: 'show' | 'default' | 'archive'; readonly hash: string };

/** Every published version: to look at, to take up again, to make the default, to put away. */
export function VersionsPanel({ client, session, state }: PanelProps) {
  const { flow, versions } = state;
  const path = { flow };
  const found = useLoad(
    () => unwrap(client.GET('/v1/flows/{flow}/versions', { params: { path, query: { limit: 100 } } })),
    [client, flow, versions],
  );
  const [wish, setWish] = useState<Wish | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const close = (): void => setWish(null);
  const archive = async (hash: string): Promise<void> => {
    close();
    setFault(null);
    try {
      await unwrap(client.DELETE('/v1/flows/{flow}/versions/{hash}', { params: { path: { flow, hash } } }));
      session.say(`Version ${hash.slice(0, 8)} is archived.`);
    } catch (error) {
      setFault(sentenceOf(error));
    }
  };
  if (found.value === null)
    return found.sentence === null ? (
      <Waiting what="Reading the versions" />
    ) : (
      <Trouble sentence={found.sentence} onRetry={found.reload} />
    );
  const { versions: rows, defaultHash } = found.value;
  if (rows.length === 0) return <Empty>Nothing is published yet. Publish the draft, and it is listed here.</Empty>;
  return (
    <section class="versions" aria-label="Versions">
      {fault !== null && <Trouble sentence={fault} />}
      <ul class="cards">
        {rows.map(({ hash, publishedAt, archivedAt }) => (
          <li key={hash} data-hash={hash}>
            <p>
              <Version hash={hash} /> {hash === defaultHash && <span class="mark">default</span>}
              {archivedAt !== null && <span class="mark quiet">archived</span>} <Moment at={publishedAt} />
            </p>
            <p class="buttons">
              <button type="button" class="link" onClick={() => setWish({ act: 'show', hash })}>
                Look at it
              </button>
              {hash !== defaultHash && archivedAt === null && (
                <>
                  <button type="button" class="link" onClick={() => setWish({ act: 'default', hash })}>
                    Make default
                  </button>
                  <button type="button" class="link" onClick={() => setWish({ act: 'archive', hash })}>
                    Archive
                  </button>
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
      {wish?.act === 'show' && <VersionText {...{ client, session, state }} hash={wish.hash} onDone={close} />}
      {wish?.act === 'default' && (
        <Ask
          title={`Make ${wish.hash.slice(0, 8)} the default?`}
          yes="Make default"
          onNo={close}
          onYes={() => {
            close();
            void session.makeDefault(wish.hash);
          }}
        >
          <p>New conversations run it from now on. Conversations under way keep theirs. The draft stays as it is.</p>
        </Ask>
      )}
      {wish?.act === 'archive' && (
        <Ask
          title={`Archive ${wish.hash.slice(0, 8)}?`}
          yes="Archive"
          isDangerous
          onNo={close}
          onYes={() => void archive(wish.hash)}
        >
          <p>It can never become the default again. Conversations that run it go on, and its text can still be read.</p>
        </Ask>
      )}
    </section>
  );
}

interface VersionTextProps extends PanelProps {
  readonly hash: string;
  readonly onDone: () => void;
}

function VersionText({ client, session, state, hash, onDone }: VersionTextProps) {
  const path = { flow: state.flow, hash };
  const found = useLoad(() => unwrap(client.GET('/v1/flows/{flow}/versions/{hash}', { params: { path } })), [hash]);
  const text = found.value?.text ?? null;
  return (
    <Ask
      title={`Version ${hash.slice(0, 8)}`}
      yes="Put into the draft"
      no="Close"
      isDisabled={text === null}
      onNo={onDone}
      onYes={() => {
        if (text !== null) session.put(text.replace(/\r\n?/g, '\n'));
        onDone();
      }}
    >
      {found.sentence !== null && <Trouble sentence={found.sentence} onRetry={found.reload} />}
      {text === null && found.sentence === null && <Waiting what="Reading the version" />}
      {text !== null && (
        <pre class="version-text" tabIndex={0} role="region" aria-label="Text of the version">
          {text}
        </pre>
      )}
      <p class="help">
        Putting it into the draft replaces the text in the editor
        {isUnsaved(state) ? ', and what is not saved there' : ''}; Ctrl-Z takes that back. Nothing is saved by it.
      </p>
    </Ask>
  );
}
