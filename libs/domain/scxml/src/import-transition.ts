import type { CoreAction, CoreAfter, CoreInitial, CoreTransition } from '@parley/statechart';
import type { Context, Readers } from './context.ts';
import { importActions } from './import-actions.ts';
import { importDelay } from './import-send.ts';
import type { XmlElement } from './xml.ts';

export function importTransition(context: Context, element: XmlElement): CoreTransition {
  const { attributes } = element;
  const says = (name: string): boolean => attributes.has(name) || element.own.has(name);
  if (!says('event') && !says('cond') && !says('target')) {
    const message = 'A transition needs an event, a condition or a target.';
    context.findings.problem(element.offset, 'transition-empty', message, 'Add one of them.');
  }
  return context.build<CoreTransition>(element, transitionReaders(context, element));
}

export function importAfter(context: Context, element: XmlElement): CoreAfter {
  return context.build<CoreAfter>(element, {
    ...transitionReaders(context, element),
    delayMs: () => {
      context.required(element, 'delay');
      return importDelay(context, element, 'delay');
    },
  });
}

function transitionReaders(context: Context, element: XmlElement): Readers<CoreTransition> {
  return {
    event: () => context.words(element, 'event'),
    cond: () => context.condition(element, 'cond'),
    target: () => context.words(element, 'target'),
    internal: () => isInternal(context, element),
    do: () => someActions(context, element),
  };
}

function isInternal(context: Context, element: XmlElement): true | undefined {
  const type = element.attributes.get('type');
  if (type === undefined || type.value === 'external') return undefined;
  if (type.value !== 'internal')
    context.findings.problem(type.offsetOf(0), 'type-unknown', `'${type.value}' is no type.`, 'internal or external.');
  return true;
}

function someActions(context: Context, element: XmlElement): readonly CoreAction[] | undefined {
  const actions = importActions(context, element);
  return actions.length === 0 ? undefined : actions;
}

/** The one transition inside `initial` or `history`: its targets, with its actions where it has some. */
export function importInitial(
  context: Context,
  parent: XmlElement,
): string | readonly string[] | CoreInitial | undefined {
  const [transition, another] = context.childrenOf(parent, ['transition']);
  if (transition === undefined || another !== undefined) {
    const message = `<${parent.name}> has exactly one <transition>.`;
    context.findings.problem((another ?? parent).offset, 'transition-count', message, 'Leave one.');
  }
  if (transition === undefined) return undefined;
  for (const name of ['event', 'cond']) {
    const text = transition.attributes.get(name);
    if (text === undefined) continue;
    const message = `This transition has no ${name}.`;
    context.findings.problem(text.offsetOf(0), 'attribute-misplaced', message, `Remove '${name}'.`);
  }
  const initial = context.build<CoreInitial>(transition, {
    target: () => {
      context.required(transition, 'target');
      return context.words(transition, 'target') ?? '';
    },
    do: () => someActions(context, transition),
  });
  const isObject = initial.do !== undefined || initial.at !== undefined || transition.own.has('form');
  return isObject ? initial : initial.target;
}
