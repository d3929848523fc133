import { useState } from 'preact/hooks';
import { Ask } from '../ui/ask.tsx';
import { Version } from '../ui/pieces.tsx';
import { changedLines, count, wordsOfChange } from './changed-lines.ts';
import type { FlowSession } from './flow-session.ts';
import { errorsOf, isUnsaved, type FlowState } from './flow-state.ts';

interface BarProps {
  readonly session: FlowSession;
  readonly state: FlowState;
}

/** Where the flow stands, and what can be done with it. */
export function FlowBar({ session, state }: BarProps) {
  const [isAsking, setAsking] = useState(false);
  const { busy, notice, defaultVersion, languages } = state;
  const dirty = isUnsaved(state);
  return (
    <div class="bar">
      <p class="stand">
        {dirty ? <span class="mark">Unsaved changes</span> : <span>Draft saved</span>}
        <span>
          {defaultVersion === null ? (
            'No version is the default yet'
          ) : (
            <>
              New conversations run <Version hash={defaultVersion.hash} />
            </>
          )}
        </span>
        {languages.length > 0 && <span>Languages: {languages.join(', ')}</span>}
      </p>
      <p class={`notice ${notice?.tone ?? ''}`} role="status" aria-live="polite">
        {busy === null ? notice?.text : BUSY[busy]}
      </p>
      <p class="buttons">
        <button type="button" onClick={() => void session.save()} disabled={busy !== null || !dirty} title="Ctrl-S">
          Save draft
        </button>
        <button type="button" class="main" onClick={() => setAsking(true)} disabled={busy !== null}>
          Publish…
        </button>
      </p>
      {isAsking && <PublishQuestion session={session} state={state} onDone={() => setAsking(false)} />}
    </div>
  );
}

const BUSY = { saving: 'Saving…', publishing: 'Publishing…', default: 'Making it the default…' } as const;

function PublishQuestion({ session, state, onDone }: BarProps & { readonly onDone: () => void }) {
  const [makesDefault, setMakesDefault] = useState(true);
  const errors = errorsOf(state).length;
  const warnings = state.problems.length - errors;
  const { defaultVersion, text } = state;
  return (
    <Ask
      title={`Publish ${state.flow}`}
      yes="Publish"
      isDisabled={errors > 0}
      onNo={onDone}
      onYes={() => {
        onDone();
        void session.publish(makesDefault);
      }}
    >
      {errors > 0 && <p class="fault">{count(errors, 'error')} to mend first; each is listed below the text.</p>}
      {warnings > 0 && <p>{count(warnings, 'warning')}, listed below the text.</p>}
      <p>
        {defaultVersion === null
          ? 'This will be the first version that runs.'
          : wordsOfChange(changedLines(defaultVersion.text.replace(/\r\n?/g, '\n'), text))}
      </p>
      <label class="check">
        <input
          type="checkbox"
          checked={makesDefault}
          onChange={(event) => setMakesDefault(event.currentTarget.checked)}
        />{' '}
        New conversations run it from now on
      </label>
      <p class="help">
        Conversations under way keep the version that they began on. A published version never changes.
      </p>
    </Ask>
  );
}
