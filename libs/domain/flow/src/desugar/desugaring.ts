import type { AuthoredFlow, AuthoredSlot, Localized } from '../format/authored.ts';
import type { StateTree } from '../tree/state-tree.ts';
import type { Tasks } from '../tree/tasks.ts';

/** What desugaring looks at: the flow, its states, and where texts read values from. */
export interface Desugaring {
  readonly flow: AuthoredFlow;
  readonly tree: StateTree;
  readonly tasks: Tasks;
  readonly threshold: number;
  readonly slots: ReadonlyMap<string, AuthoredSlot>;
  readonly declaredEvents: readonly string[];
  /** Rooted paths that a text's templates read, all languages together. */
  readonly pathsOf: (text: Localized) => readonly string[];
}
