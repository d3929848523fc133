import type { Scene } from '../drawing/scene.ts';
import type { PlacedProblem } from '../language/protocol.ts';

export interface PublishedVersion {
  readonly hash: string;
  readonly text: string;
}

/** A flow while it is being changed. */
export interface FlowState {
  readonly flow: string;
  readonly phase: 'loading' | 'ready' | 'unknown' | 'failed';
  /** Why it could not be read. */
  readonly trouble: string | null;
  readonly text: string;
  /** The text as the server has it. */
  readonly savedText: string;
  /** Grows whenever the text was put there by anything but typing. */
  readonly revision: number;
  readonly defaultVersion: PublishedVersion | null;
  /** Grows whenever versions may have changed. */
  readonly versions: number;
  readonly problems: readonly PlacedProblem[];
  /** `now`: of this very text. `asking`: the server has not told yet what only it knows. */
  readonly checking: 'typing' | 'asking' | 'now' | 'unreachable';
  readonly languages: readonly string[];
  /** Of the last text without an error. */
  readonly scene: Scene | null;
  readonly isSceneOld: boolean;
  readonly busy: 'saving' | 'publishing' | 'default' | null;
  readonly notice: Notice | null;
  /** What somebody else saved meanwhile. */
  readonly conflict: { readonly text: string; readonly etag: string } | null;
}

export interface Notice {
  readonly tone: 'good' | 'bad';
  readonly text: string;
}

export function beginning(flow: string): FlowState {
  return {
    ...{
      flow,
      phase: 'loading',
      trouble: null,
      text: '',
      savedText: '',
      revision: 0,
      defaultVersion: null,
      versions: 0,
    },
    ...{ problems: [], checking: 'typing', languages: [], scene: null, isSceneOld: false },
    ...{ busy: null, notice: null, conflict: null },
  };
}

export function isUnsaved({ text, savedText }: FlowState): boolean {
  return text !== savedText;
}

export function errorsOf({ problems }: FlowState): readonly PlacedProblem[] {
  return problems.filter(({ severity }) => severity === 'error');
}
