import type { CoreAfter, CoreInitial, CoreTransition } from '@parley/statechart';
import { exportAction } from './export-actions.ts';
import { OutBuilder } from './out-builder.ts';
import type { Names } from './out-builder.ts';
import type { OutElement } from './xml-writer.ts';

export function exportTransition(name: string, transition: CoreTransition, names: Names): OutElement {
  return fill(new OutBuilder(name, names), transition, names).build();
}

export function exportAfter(after: CoreAfter, names: Names): OutElement {
  return fill(new OutBuilder('parley:after', names).delay(after.delayMs), after, names).build();
}

function fill(
  element: OutBuilder,
  { event, cond, target, internal, do: actions, at }: CoreTransition,
  names: Names,
): OutBuilder {
  element
    .words('event', 'event', event)
    .expression('cond', 'cond', cond, 'condition')
    .words('target', 'target', target, true);
  if (internal === true) element.attribute('type', 'internal');
  else element.exact('internal', internal);
  return element.exact('at', at).each('do', actions, (one) => exportAction(one, names));
}

/** The transition inside `initial` and `history`. */
export function exportInitialTransition(initial: string | readonly string[] | CoreInitial, names: Names): OutElement {
  const element = new OutBuilder('transition', names);
  if (typeof initial === 'string' || !('target' in initial))
    return element.words('target', 'target', initial, true).build();
  const { target, do: actions, at } = initial;
  if (actions === undefined && at === undefined) element.mark('form', 'object');
  return element
    .words('target', 'target', target, true)
    .exact('at', at)
    .each('do', actions, (one) => exportAction(one, names))
    .build();
}
