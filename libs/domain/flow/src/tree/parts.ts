import type { AuthoredAction, AuthoredFlow, AuthoredGuard, Localized } from '../format/authored.ts';
import { pointerTo } from '../json/json-node.ts';
import type { StateNode, StateTree } from './state-tree.ts';

/** An action in its place. `on`: the descriptors of the transition it stands in; absent in entry, exit, timers, branches. */
export interface PlacedAction {
  readonly node: StateNode;
  readonly action: AuthoredAction;
  readonly on?: readonly string[];
}

export interface PlacedText {
  readonly at: string;
  readonly text: Localized;
  readonly on?: readonly string[];
}

export interface PlacedCondition {
  readonly at: string;
  readonly node: StateNode;
  readonly when: string | AuthoredGuard;
  readonly on?: readonly string[];
}

export function actionsOf(tree: StateTree): readonly PlacedAction[] {
  return tree.all.flatMap((node) => actionsOfState(node));
}

export function actionsOfState(node: StateNode): readonly PlacedAction[] {
  const { entry, exit, transitions, after, branches } = node.authored;
  const plain = [
    ...(entry ?? []),
    ...(exit ?? []),
    ...[...(after ?? []), ...(branches ?? [])].flatMap((each) => each.do ?? []),
  ];
  return [
    ...plain.map((action) => ({ node, action })),
    ...(transitions ?? []).flatMap((each) =>
      (each.do ?? []).map((action) => ({ node, action, ...(each.on && { on: each.on }) })),
    ),
  ];
}

export function conditionsOf(tree: StateTree): readonly PlacedCondition[] {
  return tree.all.flatMap((node) => {
    const { transitions, after, branches } = node.authored;
    return [...(transitions ?? []), ...(after ?? []), ...(branches ?? [])].flatMap((each) =>
      each.when === undefined
        ? []
        : [{ at: pointerTo(each.at, 'when'), node, when: each.when, ...(each.on && { on: each.on }) }],
    );
  });
}

/** Every templated text of a flow. Labels are none: they are plain. */
export function textsOf(flow: AuthoredFlow, tree: StateTree): readonly PlacedText[] {
  const own = tree.all.flatMap(({ authored, at }) => [
    ...(['say', 'ask', 'invalid'] as const).flatMap((key) => placed(pointerTo(at, key), authored[key])),
    ...(authored.noMatch ?? []).flatMap((text, index) => placed(`${at}/noMatch/${index}`, text)),
  ]);
  const said = actionsOf(tree).flatMap(({ action, on }) => placed(pointerTo(action.at, 'say'), action.say, on));
  return [...own, ...said, ...placed(pointerTo(flow.at, 'apology'), flow.apology)];
}

function placed(at: string, text: Localized | undefined, on?: readonly string[]): readonly PlacedText[] {
  return text === undefined ? [] : [{ at, text, ...(on && { on }) }];
}
