import type { ParleyClient } from '@parley/client';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { DrawingView } from '../drawing/drawing-view.tsx';
import { Editor, type Place } from '../editor/editor.tsx';
import type { Language } from '../language/language.ts';
import { fragmentOf } from '../route.ts';
import { isNarrow } from '../ui/is-narrow.ts';
import { Empty, Trouble, useTitle, Waiting } from '../ui/pieces.tsx';
import { ConflictBar } from './conflict-bar.tsx';
import { ConnectionsPanel } from './connections-panel.tsx';
import { FlowBar } from './flow-bar.tsx';
import { FlowSession } from './flow-session.ts';
import { isUnsaved, type FlowState } from './flow-state.ts';
import { ProblemList } from './problem-list.tsx';
import { keepUnsaved, unsavedOf } from './unsaved.ts';
import { VersionsPanel } from './versions-panel.tsx';

interface FlowPageProps {
  readonly client: ParleyClient;
  readonly language: Language;
  readonly flow: string;
}

const VIEWS = ['text', 'drawing', 'versions', 'connections'] as const;
type View = (typeof VIEWS)[number];
const NAMES: Readonly<Record<View, string>> = {
  text: 'Text',
  drawing: 'Drawing',
  versions: 'Versions',
  connections: 'Connections',
};

/** One flow: its text, what is wrong with it, its drawing, its way into what new conversations run. */
export function FlowPage({ client, language, flow }: FlowPageProps) {
  useTitle(flow);
  const session = useMemo(() => sessionOf(client, language, flow), [client, language, flow]);
  const state = useFlow(session);
  const [place, setPlace] = useState<Place | null>(null);
  const [view, setView] = useState<View>('text');
  const go = (from: number, to: number): void => {
    setView((shown) => (isNarrow() ? 'text' : shown));
    setPlace({ from, to, round: Date.now() });
  };
  const goTo = (pointer: string): void => {
    void language.ask('find', { text: session.current.text, pointer }).then(({ from, to }) => go(from, to));
  };
  return (
    <section class="flow" aria-labelledby="flow-title" data-view={view}>
      <nav class="trail" aria-label="Way back">
        <a href={fragmentOf({ at: 'flows' })}>Flows</a> › <span id="flow-title">{flow}</span>
      </nav>
      {state.phase === 'loading' && <Waiting what="Reading the flow" />}
      {state.phase === 'failed' && (
        <Trouble sentence={state.trouble ?? ''} onRetry={() => void session.load(unsavedOf(flow))} />
      )}
      {state.phase === 'unknown' && (
        <Empty>
          <p>There is no flow named {flow}.</p>
          <p>
            <a href={fragmentOf({ at: 'flows' })}>All flows</a>
          </p>
        </Empty>
      )}
      {state.phase === 'ready' && (
        <>
          <FlowBar session={session} state={state} />
          <ConflictBar session={session} state={state} />
          <div class="work">
            <div class="views" role="group" aria-label="View">
              {VIEWS.map((one) => (
                <button
                  type="button"
                  key={one}
                  data-view={one}
                  aria-pressed={one === shownOf(view)}
                  onClick={() => setView(one)}
                >
                  {NAMES[one]}
                </button>
              ))}
            </div>
            <div class="writing">
              <Editor
                {...{ language, place, text: state.text, revision: state.revision, problems: state.problems }}
                label={`Text of ${flow}`}
                isCurrent={state.checking !== 'typing'}
                onText={(text) => session.edit(text)}
                onSave={() => void session.save()}
              />
              <ProblemList
                problems={state.problems}
                checking={state.checking}
                onGo={(problem) => go(problem.from, problem.to)}
              />
            </div>
            <div class="beside">
              <Beside view={shownOf(view)} session={session} state={state} client={client} onState={goTo} />
            </div>
          </div>
        </>
      )}
    </section>
  );
}

interface BesideProps {
  readonly view: View;
  readonly session: FlowSession;
  readonly state: FlowState;
  readonly client: ParleyClient;
  readonly onState: (pointer: string) => void;
}

function Beside({ view, session, state, client, onState }: BesideProps) {
  switch (view) {
    case 'versions':
      return <VersionsPanel client={client} session={session} state={state} />;
    case 'connections':
      return <ConnectionsPanel client={client} flow={state.flow} />;
    case 'text':
    case 'drawing':
      if (state.scene === null) return <Empty>The machine is drawn as soon as the text has no error.</Empty>;
      return (
        <>
          {state.isSceneOld && state.checking !== 'typing' && (
            <p class="old" role="status">
              As of the last text without an error.
            </p>
          )}
          <DrawingView scene={state.scene} onState={onState} />
        </>
      );
  }
}

/** Beside the text there is always something: the drawing unless another was asked for. */
function shownOf(view: View): View {
  return view === 'text' && !isNarrow() ? 'drawing' : view;
}

function sessionOf(client: ParleyClient, language: Language, flow: string): FlowSession {
  const reader = {
    read: (text: string) => language.ask('read', { text }),
    place: (text: string, problems: Parameters<typeof language.ask<'place'>>[1]['problems']) =>
      language.ask('place', { text, problems }),
  };
  return new FlowSession(client, reader, flow);
}

function useFlow(session: FlowSession): FlowState {
  const [state, setState] = useState(session.current);
  useEffect(() => {
    const unsubscribe = session.subscribe((next) => {
      setState(next);
      const { flow, text, savedText, phase } = next;
      if (phase === 'ready') keepUnsaved(flow, isUnsaved(next) ? { text, savedText } : null);
    });
    void session.load(unsavedOf(session.current.flow));
    return () => {
      unsubscribe();
      session.close();
    };
  }, [session]);
  const isDirty = isUnsaved(state);
  useEffect(() => {
    if (!isDirty) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isDirty]);
  return state;
}
