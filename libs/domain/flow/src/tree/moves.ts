import type { AuthoredAction, AuthoredGuard, AuthoredTransition } from '../format/authored.ts';
import { pointerTo } from '../json/json-node.ts';
import { resolveTarget } from './state-tree.ts';
import type { StateNode, StateTree } from './state-tree.ts';

/** One way to go on from a state, whatever key it was written under. */
export interface Move {
  readonly source: StateNode;
  readonly at: string;
  /** The key it was written under: `transitions`, `next`, `onFailed`, … */
  readonly key: 'transitions' | 'after' | 'branches' | 'next' | 'onFailed' | 'onUnknown' | 'target';
  /** Descriptors as written. */
  readonly on: readonly string[];
  /** Waits for no event: `on` was not written. Timers and a state's own steps are told by `key`. */
  readonly eventless: boolean;
  readonly when?: string | AuthoredGuard;
  readonly do: readonly AuthoredAction[];
  readonly reenter: boolean;
  /** Those that exist. */
  readonly targets: readonly StateNode[];
  readonly missing: readonly { readonly at: string; readonly target: string }[];
}

/** Every way on from a state, in text order of its keys. */
export function movesOf(tree: StateTree, source: StateNode): readonly Move[] {
  const moves = tree.known.get(source) ?? readMoves(tree, source);
  tree.known.set(source, moves);
  return moves;
}

function readMoves(tree: StateTree, source: StateNode): readonly Move[] {
  const { authored } = source;
  const written = (key: 'transitions' | 'after' | 'branches'): Move[] =>
    (authored[key] ?? []).map((each) => transitionMove(tree, source, key, each));
  const single = (key: 'next' | 'onFailed' | 'onUnknown' | 'target'): Move[] => {
    const target = authored[key];
    return target === undefined ? [] : [singleMove(tree, source, key, target)];
  };
  return [
    ...written('transitions'),
    ...written('after'),
    ...written('branches'),
    ...single('next'),
    ...single('target'),
    ...single('onFailed'),
    ...single('onUnknown'),
  ];
}

function transitionMove(tree: StateTree, source: StateNode, key: Move['key'], written: AuthoredTransition): Move {
  const at = written.at;
  const many = (written.target?.length ?? 0) > 1;
  const found = (written.target ?? []).map((target, index) => ({
    target,
    at: many ? `${at}/target/${index}` : `${at}/target`,
    node: resolveTarget(tree, source, target),
  }));
  return {
    source,
    at,
    key,
    on: written.on ?? [],
    eventless: key === 'branches' || (key === 'transitions' && written.on === undefined),
    ...(written.when !== undefined && { when: written.when }),
    do: written.do ?? [],
    reenter: written.reenter === true,
    targets: found.flatMap(({ node }) => node ?? []),
    missing: found.filter(({ node }) => node === undefined).map(({ target, at: place }) => ({ target, at: place })),
  };
}

function singleMove(tree: StateTree, source: StateNode, key: Move['key'], target: string): Move {
  const at = pointerTo(source.at, key);
  const node = resolveTarget(tree, source, target);
  return {
    source,
    at,
    key,
    on: [],
    eventless: false,
    do: [],
    reenter: false,
    targets: node === undefined ? [] : [node],
    missing: node === undefined ? [{ at, target }] : [],
  };
}

const INTENT = 'intent:';

/** Intents among descriptors: `intent:fees` → `fees`. */
export function intentsOf(on: readonly string[]): readonly string[] {
  return on.filter((each) => each.startsWith(INTENT)).map((each) => each.slice(INTENT.length));
}

/** Descriptors of events, without the intents. */
export function eventsOf(on: readonly string[]): readonly string[] {
  return on.filter((each) => !each.startsWith(INTENT));
}
