import type { CoreAction, CoreBlocks, CoreContent, CoreSend } from '@parley/statechart';
import { renameExpression, renamePath } from './rename-expression.ts';
import type { Renaming } from './rename-expression.ts';

/** All names of a component. */
export interface Names extends Renaming {
  readonly event: (name: string) => string;
  /** Ids of sends: a `cancel` takes back those of its own component only. */
  readonly send: (id: string) => string;
}

export function renameActions(actions: readonly CoreAction[], names: Names): readonly CoreAction[] {
  return actions.map((action) => renameAction(action, names));
}

export function renameBlocks(blocks: CoreBlocks, names: Names): CoreBlocks {
  return blocks.map((item) => (isList(item) ? renameActions(item, names) : renameAction(item, names)));
}

function isList(item: CoreBlocks[number]): item is readonly CoreAction[] {
  return Array.isArray(item);
}

function renameAction(action: CoreAction, names: Names): CoreAction {
  const expr = (text: string): string => renameExpression(text, names);
  const path = (text: string): string => renamePath(text, names);
  if ('raise' in action)
    return {
      ...action,
      raise: names.event(action.raise),
      ...given(action.data, (data) => ({ data: renameMap(data, names) })),
    };
  if ('assign' in action) return { ...action, assign: path(action.assign), expr: expr(action.expr) };
  if ('unset' in action) return { ...action, unset: path(action.unset) };
  if ('if' in action)
    return {
      ...action,
      if: action.if.map((branch) => ({
        ...given(branch.cond, (cond) => ({ cond: expr(cond) })),
        do: renameActions(branch.do, names),
      })),
    };
  if ('foreach' in action)
    return {
      ...action,
      foreach: expr(action.foreach),
      item: names.root(action.item),
      ...given(action.index, (index) => ({ index: names.root(index) })),
      do: renameActions(action.do, names),
    };
  if ('send' in action) return { ...action, send: renameSend(action.send, names) };
  if ('cancel' in action)
    return {
      ...action,
      cancel: {
        ...action.cancel,
        ...given(action.cancel.sendid, (id) => ({ sendid: names.send(id) })),
        ...given(action.cancel.sendidexpr, (text) => ({ sendidexpr: expr(text) })),
      },
    };
  if ('log' in action) return { ...action, ...given(action.expr, (text) => ({ expr: expr(text) })) };
  return {
    ...action,
    ...given(action.capture, (capture) => ({ capture: capture.map(path) })),
    ...given(action.values, (values) => ({ values: renameMap(values, names) })),
  };
}

function renameSend(send: CoreSend, names: Names): CoreSend {
  const expr = (text: string): string => renameExpression(text, names);
  return {
    ...send,
    ...given(send.event, (event) => ({ event: names.event(event) })),
    ...given(send.id, (id) => ({ id: names.send(id) })),
    ...given(send.eventexpr, (text) => ({ eventexpr: expr(text) })),
    ...given(send.targetexpr, (text) => ({ targetexpr: expr(text) })),
    ...given(send.typeexpr, (text) => ({ typeexpr: expr(text) })),
    ...given(send.delayexpr, (text) => ({ delayexpr: expr(text) })),
    ...given(send.idlocation, (text) => ({ idlocation: renamePath(text, names) })),
    ...given(send.namelist, (paths) => ({ namelist: paths.map((path) => renamePath(path, names)) })),
    ...given(send.params, (params) => ({ params: renameMap(params, names) })),
    ...given(send.content, (content) => ({ content: renameContent(content, names) })),
  };
}

export function renameContent(content: CoreContent, names: Names): CoreContent {
  return typeof content === 'string' ? renameExpression(content, names) : content;
}

export function renameMap(map: Readonly<Record<string, string>>, names: Names): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(map).map(([key, text]) => [key, renameExpression(text, names)]));
}

/** Keys for what is there, none for what is not. */
export function given<T, R extends object>(value: T | undefined, keys: (value: T) => R): R | Record<string, never> {
  return value === undefined ? {} : keys(value);
}
