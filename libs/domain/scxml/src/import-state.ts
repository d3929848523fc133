import type { CoreAction, CoreBlocks, CoreDoneData, CoreState } from '@parley/statechart';
import type { Context } from './context.ts';
import { importActions } from './import-actions.ts';
import { importContent, importDatum, importParams } from './import-content.ts';
import { importInvoke } from './import-invoke.ts';
import { importAfter, importInitial, importTransition } from './import-transition.ts';
import { elementsOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

export const STATES: readonly string[] = ['state', 'parallel', 'final', 'history'];

const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  state: [
    ...['datamodel', 'onentry', 'onexit', 'initial', 'transition', 'invoke', 'parley:after', 'donedata'],
    ...STATES,
  ],
  parallel: ['datamodel', 'onentry', 'onexit', 'transition', 'invoke', 'parley:after', ...STATES],
  final: ['onentry', 'onexit', 'donedata'],
  history: ['transition'],
};

export function importStates(context: Context, children: readonly XmlElement[]): readonly CoreState[] {
  return children
    .filter((child) => STATES.includes(context.nameOf(child) ?? ''))
    .map((one) => importState(context, one));
}

function importState(context: Context, element: XmlElement): CoreState {
  const kind = element.name;
  const children = context.childrenOf(element, CHILDREN[kind] ?? []);
  const named = (name: string): readonly XmlElement[] => children.filter((child) => context.nameOf(child) === name);
  return context.build<CoreState>(element, {
    id: () => importId(context, element),
    type: () => (kind === 'parallel' || kind === 'final' || kind === 'history' ? kind : undefined),
    history: () => importHistoryType(context, element),
    data: () => orNothing(dataOf(context, named('datamodel'))),
    entry: () => importBlocks(context, named('onentry')),
    exit: () => importBlocks(context, named('onexit')),
    initial: () =>
      kind === 'history' ? importInitial(context, element) : initialOf(context, element, named('initial')),
    transitions: () =>
      kind === 'history' ? undefined : orNothing(named('transition').map((one) => importTransition(context, one))),
    after: () => orNothing(named('parley:after').map((one) => importAfter(context, one))),
    invoke: () => orNothing(named('invoke').map((one) => importInvoke(context, one))),
    donedata: () => named('donedata').map((one) => importDoneData(context, one))[0],
    states: () => orNothing(importStates(context, children)),
  });
}

function importId(context: Context, element: XmlElement): string {
  const id = context.text(element, 'id');
  if (id !== undefined && id !== '') return id;
  const name = context.nextName();
  context.findings.note(element.offset, 'id-made', `<${element.name}> has no id; it is called '${name}'.`);
  return name;
}

function importHistoryType(context: Context, element: XmlElement): 'shallow' | 'deep' | undefined {
  const type = element.name === 'history' ? element.attributes.get('type') : undefined;
  if (type === undefined || type.value === 'shallow' || type.value === 'deep') return type?.value as 'deep' | undefined;
  context.findings.problem(type.offsetOf(0), 'type-unknown', `'${type.value}' is no type.`, 'shallow or deep.');
  return undefined;
}

function initialOf(
  context: Context,
  element: XmlElement,
  [child, another]: readonly XmlElement[],
): CoreState['initial'] {
  const attribute = element.attributes.get('initial');
  if (child === undefined) return context.words(element, 'initial');
  if (attribute !== undefined || another !== undefined) {
    const message = 'A state says once where it begins: by attribute or by one <initial>.';
    context.findings.problem((another ?? child).offset, 'initial-twice', message, 'Remove one of them.');
  }
  return importInitial(context, child);
}

/** The data of all `datamodel`s. */
export function dataOf(context: Context, models: readonly XmlElement[]): NonNullable<CoreState['data']> {
  return models.flatMap((model) => {
    context.checkAttributes(model);
    return context.childrenOf(model, ['data']).map((one) => importDatum(context, one));
  });
}

/** One `onentry` is a list of actions; of several, each is a block of its own. */
function importBlocks(context: Context, blocks: readonly XmlElement[]): CoreBlocks | undefined {
  const isAlone = blocks.length === 1;
  const all = blocks.flatMap<CoreAction | readonly CoreAction[]>((block) => {
    context.checkAttributes(block);
    const actions = importActions(context, block);
    const form = block.own.get('block')?.value ?? (isAlone ? 'bare' : 'list');
    return form === 'bare' ? actions : [actions];
  });
  return orNothing(all);
}

function importDoneData(context: Context, element: XmlElement): CoreDoneData {
  const children = context.childrenOf(element, ['content', 'param']);
  const [content] = children.filter(({ name }) => name === 'content');
  const params = children.filter(({ name }) => name === 'param');
  if (content !== undefined && params.length > 0)
    context.findings.problem(content.offset, 'donedata-both', 'donedata has content or params.', 'Remove one of them.');
  return context.build<CoreDoneData>(element, {
    content: () => (content === undefined ? undefined : importContent(context, content)),
    params: () => importParams(context, params),
  });
}

export function orNothing<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items;
}

/** Children of our own namespace that hold whole machines. */
export function machineElements(element: XmlElement): readonly XmlElement[] {
  return elementsOf(element).filter(({ name }) => name === 'scxml');
}
