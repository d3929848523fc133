import type { CoreAction, CoreBranch, CoreContent, CoreSend } from '@parley/statechart';
import { OutBuilder } from './out-builder.ts';
import type { Names } from './out-builder.ts';
import { xmlJson } from './xml-writer.ts';
import type { OutElement } from './xml-writer.ts';

type Texts = Readonly<Record<string, string>>;

export function exportAction(action: CoreAction, names: Names): OutElement {
  const element = (name: string): OutBuilder => new OutBuilder(name, names);
  if ('raise' in action) {
    const { raise, data, at } = action;
    if (data === undefined) return element('raise').plain('raise', 'event', raise).exact('at', at).build();
    const send = element('send').plain('raise', 'event', raise).attribute('target', '#_internal').mark('kind', 'raise');
    return addParams(send.exact('at', at), Object.entries(data), names).build();
  }
  if ('assign' in action)
    return element('assign')
      .location('assign', 'location', action.assign)
      .expression('expr', 'expr', action.expr)
      .exact('at', action.at)
      .build();
  if ('unset' in action)
    return element('parley:unset').location('unset', 'location', action.unset).exact('at', action.at).build();
  if ('if' in action) return exportIf(action, names);
  if ('foreach' in action)
    return element('foreach')
      .expression('foreach', 'array', action.foreach)
      .plain('item', 'item', action.item)
      .plain('index', 'index', action.index)
      .exact('at', action.at)
      .each('do', action.do, (one) => exportAction(one, names))
      .build();
  if ('send' in action) return exportSend(action.send, action.at, names);
  if ('cancel' in action)
    return element('cancel')
      .plain('sendid', 'sendid', action.cancel.sendid)
      .expression('sendidexpr', 'sendidexpr', action.cancel.sendidexpr)
      .exact('at', action.at)
      .build();
  if ('log' in action) {
    const log = element('log').plain('log', 'label', action.log === '' ? undefined : action.log);
    return log.expression('expr', 'expr', action.expr).exact('at', action.at).build();
  }
  const effect = element('parley:effect').plain('effect', 'type', action.effect);
  if (action.fields !== undefined) effect.attribute('fields', xmlJson(action.fields));
  if (action.capture !== undefined) effect.attribute('capture', xmlJson(action.capture));
  return withParams(effect.exact('at', action.at), 'values', action.values, names).build();
}

/** An `if` that SCXML could not say (`else` first, no branch at all) stands as JSON. */
function exportIf(action: CoreAction & { readonly if: readonly CoreBranch[] }, names: Names): OutElement {
  const [first, ...others] = action.if;
  if (first?.cond === undefined || others.slice(0, -1).some(({ cond }) => cond === undefined))
    return new OutBuilder('parley:action', names).attribute('json', xmlJson(action)).build();
  const element = new OutBuilder('if', names)
    .expression('cond', 'cond', first.cond, 'condition')
    .exact('at', action.at);
  for (const one of first.do) element.child(exportAction(one, names));
  for (const branch of others) {
    const head = new OutBuilder(branch.cond === undefined ? 'else' : 'elseif', names);
    element.child(head.expression('cond', 'cond', branch.cond, 'condition').build());
    for (const one of branch.do) element.child(exportAction(one, names));
  }
  return element.build();
}

function exportSend(send: CoreSend, at: string | undefined, names: Names): OutElement {
  const element = new OutBuilder('send', names)
    .plain('event', 'event', send.event)
    .expression('eventexpr', 'eventexpr', send.eventexpr)
    .plain('target', 'target', send.target)
    .expression('targetexpr', 'targetexpr', send.targetexpr)
    .plain('type', 'type', send.type)
    .expression('typeexpr', 'typeexpr', send.typeexpr)
    .plain('id', 'id', send.id)
    .location('idlocation', 'idlocation', send.idlocation)
    .delay(send.delayMs)
    .expression('delayexpr', 'delayexpr', send.delayexpr)
    .exact('at', at);
  if (send.content === undefined)
    return withParams(element.namelist(send.namelist), 'params', send.params, names).build();
  return element
    .exact('namelist', send.namelist)
    .exact('params', send.params)
    .child(exportContent(send.content, names))
    .build();
}

export function exportContent(content: CoreContent, names: Names): OutElement {
  const element = new OutBuilder('content', names);
  if (typeof content === 'string') return element.expression('value', 'expr', content).build();
  return element.inside(xmlJson(content.value)).build();
}

/** A map of expressions as `param`s; one that is there but empty is said exactly. */
export function withParams(element: OutBuilder, key: string, map: Texts | undefined, names: Names): OutBuilder {
  if (map === undefined) return element;
  const entries = Object.entries(map);
  return entries.length === 0 ? element.exact(key, {}) : addParams(element, entries, names);
}

function addParams(element: OutBuilder, entries: readonly (readonly [string, string])[], names: Names): OutBuilder {
  for (const [name, expr] of entries)
    element.child(new OutBuilder('param', names).plain('name', 'name', name).expression('expr', 'expr', expr).build());
  return element;
}
