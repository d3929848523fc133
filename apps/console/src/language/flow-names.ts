import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { membersOf, pointerTo } from './flow-text.ts';

/** A state as the text has it. */
export interface NamedState {
  readonly name: string;
  readonly pointer: string;
  /** The author's, `compound` or `atomic` where none is given. */
  readonly type: string;
  readonly depth: number;
}

/** Everything that a flow gives a name, in text order. */
export interface FlowNames {
  readonly states: readonly NamedState[];
  readonly intents: readonly string[];
  readonly slots: readonly string[];
  readonly vars: readonly string[];
  readonly profile: readonly string[];
  readonly events: readonly string[];
  readonly languages: readonly string[];
}

/** Reads the names of a text that may be broken elsewhere. */
export function namesOf(root: Node | undefined): FlowNames {
  const keys = (name: string): readonly string[] => membersOf(child(root, name)).map(([key]) => key);
  const languages = (child(root, 'languages')?.children ?? []).flatMap(({ value }) =>
    typeof value === 'string' ? [value] : [],
  );
  return {
    states: statesIn(root, '', 0),
    intents: keys('intents'),
    slots: keys('slots'),
    vars: keys('vars'),
    profile: keys('profile'),
    events: keys('events'),
    languages,
  };
}

function statesIn(node: Node | undefined, pointer: string, depth: number): readonly NamedState[] {
  return membersOf(child(node, 'states')).flatMap(([name, state]) => {
    const at = pointerTo(`${pointer}/states`, name);
    const inside = statesIn(state, at, depth + 1);
    const told: unknown = child(state, 'type')?.value;
    const type = typeof told === 'string' ? told : inside.length > 0 ? 'compound' : 'atomic';
    return [{ name, pointer: at, type, depth }, ...inside];
  });
}

function child(node: Node | undefined, name: string): Node | undefined {
  return node?.type === 'object' ? findNodeAtLocation(node, [name]) : undefined;
}
