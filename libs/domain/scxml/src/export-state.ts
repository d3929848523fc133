import type {
  CoreAction,
  CoreBlocks,
  CoreDatum,
  CoreDoneData,
  CoreInitial,
  CoreInvoke,
  CoreState,
} from '@parley/statechart';
import { exportAction, exportContent, withParams } from './export-actions.ts';
import { exportMachine } from './export-machine.ts';
import { exportAfter, exportInitialTransition, exportTransition } from './export-transition.ts';
import { OUTSIDE_TYPE } from './names.ts';
import { OutBuilder } from './out-builder.ts';
import type { Names } from './out-builder.ts';
import { xmlJson } from './xml-writer.ts';
import type { OutElement } from './xml-writer.ts';

const ELEMENTS = {
  parallel: 'parallel',
  final: 'final',
  history: 'history',
  atomic: 'state',
  compound: 'state',
} as const;

export function exportState(state: CoreState, names: Names): OutElement {
  const { type, initial } = state;
  const element = new OutBuilder(type === undefined ? 'state' : ELEMENTS[type], names);
  const id = names.of(state.id);
  element.attribute('id', id);
  if (id !== state.id) element.exact('id', state.id);
  if (type === 'atomic' || type === 'compound') element.exact('type', type);
  element.attribute('type', state.history);
  const isAttribute = type !== 'history' && isWords(initial);
  if (isAttribute) element.words('initial', 'initial', initial, true);
  element.exact('defer', state.defer).exact('interrupt', state.interrupt).exact('at', state.at);
  addData(element, state.data, names);
  addBlocks(element, 'entry', 'onentry', state.entry, names);
  addBlocks(element, 'exit', 'onexit', state.exit, names);
  if (initial !== undefined && !isAttribute) {
    const transition = exportInitialTransition(initial, names);
    element.child(type === 'history' ? transition : new OutBuilder('initial', names).child(transition).build());
  }
  element.each('transitions', state.transitions, (one) => exportTransition('transition', one, names));
  element.each('after', state.after, (one) => exportAfter(one, names));
  element.each('invoke', state.invoke, (one) => exportInvoke(one, names));
  if (state.donedata !== undefined) element.child(exportDoneData(state.donedata, names));
  return element.each('states', state.states, (one) => exportState(one, names)).build();
}

export function isWords(
  initial: string | readonly string[] | CoreInitial | undefined,
): initial is string | readonly string[] {
  return typeof initial === 'string' || Array.isArray(initial);
}

export function addData(element: OutBuilder, data: readonly CoreDatum[] | undefined, names: Names): void {
  if (data === undefined) return;
  if (data.length === 0) element.exact('data', []);
  else element.child(new OutBuilder('datamodel', names).each('data', data, (one) => exportDatum(one, names)).build());
}

function exportDatum({ id, expr, value, at }: CoreDatum, names: Names): OutElement {
  const element = new OutBuilder('data', names).plain('id', 'id', id).expression('expr', 'expr', expr).exact('at', at);
  if (value === undefined) return element.build();
  return (expr === undefined ? element.inside(xmlJson(value)) : element.exact('value', value)).build();
}

/** Actions side by side are one `onentry`, a list inside is one of its own. */
function addBlocks(element: OutBuilder, key: string, name: string, blocks: CoreBlocks | undefined, names: Names): void {
  if (blocks?.length === 0) element.exact(key, []);
  const groups: { readonly form: 'bare' | 'list'; readonly actions: CoreAction[] }[] = [];
  for (const item of blocks ?? []) {
    const last = groups.at(-1);
    if (isBlock(item)) groups.push({ form: 'list', actions: [...item] });
    else if (last?.form === 'bare') last.actions.push(item);
    else groups.push({ form: 'bare', actions: [item] });
  }
  const usual = groups.length === 1 ? 'bare' : 'list';
  for (const { form, actions } of groups) {
    const block = new OutBuilder(name, names);
    if (form !== usual) block.mark('block', form);
    for (const action of actions) block.child(exportAction(action, names));
    element.child(block.build());
  }
}

function isBlock(item: CoreBlocks[number]): item is readonly CoreAction[] {
  return Array.isArray(item);
}

function exportInvoke(invoke: CoreInvoke, names: Names): OutElement {
  const isOutside = invoke.src !== undefined || invoke.srcexpr !== undefined;
  const { machine } = invoke;
  const element = new OutBuilder('invoke', names).plain('id', 'id', invoke.id);
  if (isOutside) element.attribute('type', OUTSIDE_TYPE).exact('type', invoke.type);
  else element.plain('type', 'type', invoke.type);
  element
    .plain('src', 'src', invoke.src)
    .expression('srcexpr', 'srcexpr', invoke.srcexpr)
    .expression('typeexpr', 'typeexpr', invoke.typeexpr)
    .location('idlocation', 'idlocation', invoke.idlocation)
    .namelist(invoke.namelist);
  if (invoke.autoforward !== undefined) element.attribute('autoforward', String(invoke.autoforward));
  element.exact('machineexpr', invoke.machineexpr).exact('config', invoke.config).exact('at', invoke.at);
  if (typeof machine === 'string') element.exact('machine', machine);
  withParams(element, 'input', invoke.input, names);
  if (invoke.finalize !== undefined) {
    const finalize = new OutBuilder('finalize', names);
    for (const action of invoke.finalize) finalize.child(exportAction(action, names));
    element.child(finalize.build());
  }
  if (typeof machine === 'object')
    element.child(new OutBuilder('content', names).child(exportMachine(machine, false)).build());
  return element.build();
}

function exportDoneData({ content, params, at }: CoreDoneData, names: Names): OutElement {
  const element = new OutBuilder('donedata', names).exact('at', at);
  if (content !== undefined) return element.exact('params', params).child(exportContent(content, names)).build();
  return withParams(element, 'params', params, names).build();
}
