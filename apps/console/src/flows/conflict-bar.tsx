import type { FlowSession } from './flow-session.ts';
import type { FlowState } from './flow-state.ts';

/** Two people changed the draft: whose text goes on? */
export function ConflictBar({ session, state }: { readonly session: FlowSession; readonly state: FlowState }) {
  if (state.conflict === null) return null;
  return (
    <div class="trouble" role="alert">
      <p>Somebody else has saved another text of this draft. Yours is still in the editor.</p>
      <p class="buttons">
        <button type="button" onClick={() => session.takeTheirs()}>
          Load theirs (yours is gone)
        </button>
        <button type="button" onClick={() => session.keepOwn()}>
          Keep mine (saving replaces theirs)
        </button>
      </p>
    </div>
  );
}
